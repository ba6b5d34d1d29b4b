import type {
  AlertBody,
  AlertResponse,
  AlertsResponse,
  DeliverySummary,
  PushSubscriptionBody,
} from '@eo/app/contract/alerts.ts';
import { done, read, sendAsAccount } from './account.ts';
import { readAnswer } from './http.ts';

const root = '/account/alerts';
const sent = '/account/alert-deliveries';
const browsers = '/account/browsers';

/** Price alerts of the account; each rejects with an ApiError, `unauthorized` when nobody is logged in. */
export const alerts = {
  read: () => read<AlertsResponse>(root),
  make: async (alert: Partial<AlertBody>): Promise<AlertResponse> =>
    readAnswer(await sendAsAccount('POST', root, alert)),
  change: async (id: string, alert: AlertBody): Promise<AlertResponse> =>
    readAnswer(await sendAsAccount('PUT', `${root}/${id}`, alert)),
  delete: async (id: string): Promise<void> => done(await sendAsAccount('DELETE', `${root}/${id}`)),
  test: async (id: string): Promise<void> => done(await sendAsAccount('POST', `${root}/${id}/test`)),
  /** The last messages that were tried or wait. */
  deliveries: async (): Promise<DeliverySummary[]> =>
    (await read<{ deliveries: DeliverySummary[] }>(`${sent}?limit=20`)).deliveries,
  retry: async (id: string): Promise<void> => done(await sendAsAccount('POST', `${sent}/${id}/retry`)),
  addBrowser: async (subscription: PushSubscriptionBody): Promise<void> =>
    done(await sendAsAccount('POST', browsers, subscription)),
  removeBrowser: async (id: string): Promise<void> =>
    done(await sendAsAccount('DELETE', `${browsers}/${id}`)),
};
