import type { Cache } from '../../cache/cache.ts';
import type { Limiter } from '../../cache/limiter.ts';

/** How often passwords may be tried and mails be asked for. */
export interface LoginLimits {
  /** Wrong passwords for one account, from anywhere: stops guessing at it from many addresses. */
  account: Limiter;
  /** Tries from one address: stops trying one password on many accounts. */
  address: Limiter;
  /** Mails to one address. */
  mail: Limiter;
}

export const createLoginLimits = (shared: Cache): LoginLimits => ({
  account: shared.limiter('login-account', 10, 900),
  address: shared.limiter('login-address', 60, 900),
  mail: shared.limiter('mail', 5, 3_600),
});
