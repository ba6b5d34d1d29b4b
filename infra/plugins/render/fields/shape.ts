/** Says what is wrong with a value, as the end of the sentence "<name> …"; null when nothing is. */
export type Shape = (value: unknown) => string | null;

export const text =
  (pattern?: RegExp, meaning = ''): Shape =>
  (value) => {
    if (typeof value !== 'string') return `is ${shown(value)}, but must be a text`;
    return pattern && !pattern.test(value) ? `is ${shown(value)}, but must be ${meaning}` : null;
  };

export const whole =
  (min: number, max: number): Shape =>
  (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max
      ? null
      : `is ${shown(value)}, but must be a whole number from ${min} to ${max}`;

export const flag: Shape = (value) =>
  typeof value === 'boolean' ? null : `is ${shown(value)}, but must be true or false`;

export const choice =
  (...choices: readonly string[]): Shape =>
  (value) =>
    choices.includes(value as string) ? null : `is ${shown(value)}, but must be one of ${choices.join(', ')}`;

export const listOf =
  (item: Shape): Shape =>
  (value) => {
    if (!Array.isArray(value)) return `is ${shown(value)}, but must be a list`;
    return first(value.map((entry, index) => [`[${index}]`, item(entry)]));
  };

/** Texts by name. Values are never shown: they may be secret. */
export const textsByName =
  (names: RegExp): Shape =>
  (value) => {
    if (!isObject(value)) return 'must be an object of texts';
    const wrongName = Object.keys(value).find((name) => !names.test(name));
    if (wrongName !== undefined) return `has the name ${shown(wrongName)}, which Render does not take`;
    const wrong = Object.entries(value).find(([, entry]) => typeof entry !== 'string');
    return wrong ? `has a value at ${wrong[0]} that is not a text` : null;
  };

/** An object of exactly these members; `?` at the end of a name makes it optional. */
export const objectOf =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value) => {
    if (!isObject(value)) return `is ${shown(value)}, but must be an object`;
    const names = Object.keys(members).map((name) => name.replace('?', ''));
    const stranger = Object.keys(value).find((name) => !names.includes(name));
    if (stranger !== undefined) return `has no member ${stranger}; there are ${names.join(', ')}`;
    return first(
      Object.entries(members).map(([name, shape]) => {
        const plain = name.replace('?', '');
        const given = value[plain] ?? undefined;
        if (given === undefined) return [`.${plain}`, name.endsWith('?') ? null : 'is missing'];
        return [`.${plain}`, shape(given)];
      }),
    );
  };

function first(findings: readonly (readonly [string, string | null])[]): string | null {
  const found = findings.find(([, wrong]) => wrong !== null);
  return found ? `${found[0]} ${found[1]}` : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'not given' : JSON.stringify(value);
}
