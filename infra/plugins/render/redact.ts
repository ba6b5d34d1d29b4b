/** Texts shorter than this are too common to be replaced in messages: `1`, `true`, `local`. */
const shortest = 6;

/**
 * Remembers secret values and takes them out of what is printed: errors of Render may quote a request, and build logs
 * may print their environment.
 */
export class Redactor {
  private readonly secrets = new Set<string>();

  conceal(values: readonly unknown[]): void {
    for (const value of values) {
      if (typeof value !== 'string' || value.length < shortest) continue;
      for (const form of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]) {
        this.secrets.add(form);
      }
    }
  }

  redact(text: string): string {
    const longestFirst = [...this.secrets].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((message, secret) => message.replaceAll(secret, '[secret]'), text);
  }
}
