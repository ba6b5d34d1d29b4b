import { household } from '../../api/account.ts';
import { rememberedWishes } from '../plan/remembered.ts';
import { askedOf, planHours } from '../plan/templates.ts';
import { rememberedZone, rememberZone } from '../zone/zone-choice.ts';

/**
 * What a guest chose in this browser goes into an account that has stored nothing yet; and where nothing was chosen here, the
 * zone of the account is shown. To be called once somebody has logged in. It is a help and nothing to wait for: what
 * fails is tried again at the next login.
 */
export async function takeOver(): Promise<void> {
  try {
    const stored = await household.read();
    const zone = rememberedZone();
    if (stored && !zone) rememberZone(stored.request.zone);
    if (!stored && zone) await household.store({ zone, hours: planHours, ...askedOf(rememberedWishes()) });
  } catch {
    // See above.
  }
}
