import { Refused } from '../errors.ts';
import type { Redactor } from '../redact.ts';

/** What to do next, by the status of a refusal. */
const advice: Readonly<Record<number, string>> = {
  400: 'Change the input it names.',
  402: 'Add a payment method to the workspace in the Render dashboard (Billing), or choose a free plan.',
  403: 'The key may not do this: use a key of a member with the rights in this workspace.',
  404: 'Check the id; it may have been deleted outside Pulumi: run `pulumi refresh`.',
  409: 'Something else there is in the way: choose another name, or take it over with `pulumi import`.',
  410: 'It was deleted outside Pulumi: run `pulumi refresh`.',
};

/** Turns a refusal of Render into a sentence. Render's own words may quote the request, so they are redacted. */
export function refusal(named: string, status: number, text: string, redactor: Redactor): Refused {
  if (status === 401) {
    return new Refused(
      'Render refuses the key in RENDER_API_KEY (401): make one in the dashboard (Account Settings, API Keys) and set it.',
      401,
    );
  }
  const said = redactor.redact(messageOf(text));
  const next = advice[status] ?? 'See https://api-docs.render.com for what it means.';
  return new Refused(`${named} was refused (${status}): ${said}. ${next}`, status);
}

/** Error bodies are `{id?, message?, code?}` (`vendor/facts.md` §1). */
function messageOf(text: string): string {
  try {
    const { message, code } = JSON.parse(text) as { message?: string; code?: string };
    return (message ?? code ?? 'no reason given').replace(/\.$/, '');
  } catch {
    return text.slice(0, 200) || 'no reason given';
  }
}
