import type { Zone } from '../contract/http.ts';
import type { Tariff, TariffChoice } from '../contract/tariff.ts';
import { chooseTariff, TariffError } from '../domain/tariff/choose.ts';
import { ProblemError } from './problem.ts';

/**
 * The tariff that a request means; that of the zone's country without a choice.
 *
 * @param at where in the request the choice is
 * @throws ProblemError when it means none
 */
export function tariffOf(zone: Zone, choice: TariffChoice | undefined, at = 'body.tariff'): Tariff {
  try {
    return chooseTariff(zone, choice);
  } catch (error) {
    if (!(error instanceof TariffError)) throw error;
    const { path, message } = error;
    throw new ProblemError('invalid-request', message, [{ path: `${at}.${path}`, message }]);
  }
}
