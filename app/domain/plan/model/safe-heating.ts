import type { Heater } from '../problem.ts';

/**
 * In which slots a heater is on that follows a thermostat which knows what is coming: it switches on before it gets
 * too late to keep the band, and stays on for as long as the band allows. A plan to begin a search with, as plans that
 * keep a band in whole runs are hard to find by chance.
 */
export function safeHeating(heater: Heater): boolean[] {
  const { startC, keep, drift, gain } = heater;
  const { needed, bearable } = recoverableBand(heater);
  let celsius = startC;
  let on = false;
  return drift.map((change, slot) => {
    const idle = keep * celsius + change;
    on = idle < (needed[slot] as number) || (on && idle + gain <= (bearable[slot] as number));
    celsius = on ? idle + gain : idle;
    return on;
  });
}

/** The band cut to what heating, or not heating, all the time from then on can keep. */
function recoverableBand({ lowC, highC, keep, drift, gain }: Heater): {
  needed: number[];
  bearable: number[];
} {
  const [needed, bearable] = [[...lowC], [...highC]];
  for (let slot = lowC.length - 2; slot >= 0; slot--) {
    const next = slot + 1;
    const change = drift[next] as number;
    needed[slot] = Math.max(lowC[slot] as number, ((needed[next] as number) - change - gain) / keep);
    bearable[slot] = Math.min(highC[slot] as number, ((bearable[next] as number) - change) / keep);
  }
  return { needed, bearable };
}
