import { Refusal } from '../http/router.ts';
import type { RenderState } from './state.ts';

/** Refuses a plan that the workspace can't have. The words are not recorded; the status 402 is in the specification. */
export function sell({ hasCard, notOffered }: RenderState, plan: unknown, region: unknown = 'oregon'): void {
  if (typeof plan !== 'string') return;
  if (!hasCard && plan !== 'free')
    throw new Refusal(402, 'Payment information is required to complete this request');
  if (notOffered.has(`${plan} in ${region}`))
    throw new Refusal(400, `plan ${plan} is not available in region ${region}`);
}
