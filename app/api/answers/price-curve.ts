import type { ForecastResponse } from '../../contract/http.ts';
import type { SpotSlot } from '../../domain/plan/request/price-slots.ts';

/** Known and forecast spot prices from now on, and what there is to say of them. */
export interface PriceCurve {
  slots: SpotSlot[];
  about: Pick<ForecastResponse, 'simulated' | 'freshness' | 'model'>;
}
