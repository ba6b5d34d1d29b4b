import { household } from '../../api/account.ts';
import { ApiError } from '../../api/http.ts';
import { rememberedWishes } from '../plan/remembered.ts';
import { amountOf, templateOf } from '../plan/templates.ts';
import { rememberedZone, rememberZone } from '../zone/zone-choice.ts';

/**
 * What a guest chose in this browser goes into an account that has stored nothing yet; and where nothing was chosen here, the
 * zone of the account is shown. To be called once somebody has logged in. It is a help and nothing to wait for: what
 * fails is tried again at the next login.
 */
export async function takeOver(): Promise<void> {
  try {
    const stored = await household.read().catch(nullWhenMissing);
    const zone = rememberedZone();
    if (stored && !zone) rememberZone(stored.request.zone);
    if (!stored && zone) await household.store({ zone, hours: 36, ...askedOfGuest() });
  } catch {
    // See above.
  }
}

/** The device that was planned last, else the one that the page of plans begins with. */
function askedOfGuest() {
  const wishes = rememberedWishes();
  const template = templateOf(wishes?.device ?? null);
  return template.asked(amountOf(template, wishes?.amount ?? null), {
    deadline: wishes?.by ?? undefined,
    quiet: wishes?.quiet ?? false,
    startedMs: null,
    quarterMs: 0,
  });
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof ApiError && error.code === 'not-found') return null;
  throw error;
}
