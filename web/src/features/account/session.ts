import type { AccountResponse, Role } from '@eo/app/contract/accounts.ts';
import { createSignal } from 'solid-js';
import { access, account as own } from '../../api/account.ts';
import { ApiError } from '../../api/http.ts';

/** Who is logged in: an account, `null` for a guest, `undefined` while it is not known yet. */
type Known = AccountResponse | null | undefined;

/**
 * What this browser remembers is the role alone, so that a guest's page asks nobody, and the links of an operator stand where
 * they will stand. It opens nothing: the cookie does, and no script reads that.
 */
const remembered = 'role';

const [known, setKnown] = createSignal<Known>(recall() ? undefined : null);
const [hasFailed, setFailed] = createSignal(false);

function recall(): Role | null {
  try {
    return localStorage.getItem(remembered) as Role | null;
  } catch {
    return null;
  }
}

function become(account: AccountResponse | null): void {
  setKnown(account);
  try {
    if (account) localStorage.setItem(remembered, account.role);
    else localStorage.removeItem(remembered);
  } catch {
    // Without storage everybody is asked for again on the next page.
  }
}

/** The session of this browser, the same on every page. */
export const session = {
  account: known,
  /** As far as known, else as it was on the last page. */
  role: (): Role | null => known()?.role ?? (known() === undefined ? recall() : null),
  isOperator: (): boolean => ['operator', 'admin'].includes(session.role() ?? ''),
  /** Whether it could not be found out who is logged in. */
  hasFailed,
  /** Finds out who is logged in, once for all pages. */
  async load(): Promise<void> {
    if (known() !== undefined) return;
    setFailed(false);
    try {
      become(await own.read());
    } catch (error) {
      if (error instanceof ApiError && error.isPassing) setFailed(true);
      else become(null);
    }
  },
  async logIn(email: string, password: string): Promise<void> {
    become(await access.logIn(email, password));
  },
  async logOut(): Promise<void> {
    await access.logOut();
    become(null);
  },
  /** After the account is gone, or the server says that nobody is logged in. */
  forget: (): void => become(null),
};
