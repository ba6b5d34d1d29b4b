import type { PlanReason } from '../../contract/plan.ts';

/**
 * A reason as an English sentence.
 *
 * @param unit that prices are told in, such as `ct/kWh`
 */
export function reasonSentence(reason: PlanReason, unit: string): string {
  const { code, price = 0, other = null, share = 0, rank = 0, count = 0 } = reason;
  const told = (value: number): string => `${value.toFixed(1)} ${unit}`;
  const against = other === null ? '' : `, ${compared(price, other, told)} at the first possible start`;
  const cheaper = rank - 1;
  const sentences: Record<PlanReason['code'], () => string> = {
    running: () => 'It runs already and is not interrupted.',
    solar: () => `${percent(share)} of it is solar power of the own roof.`,
    'negative-price': () => `The price is negative, ${told(price)}: drawing power is paid for.`,
    'only-start': () => `Its times leave no other start; it costs ${told(price)}.`,
    'best-start': () => `The cheapest of ${count} possible starts: ${told(price)}${against}.`,
    'best-start-with-others': () =>
      `${told(price)}${against}; ${cheaper === 1 ? 'one start is' : `${cheaper} starts are`} cheaper by price alone, but not with what else runs then.`,
    'among-cheapest': () =>
      `Up to ${told(price)}: place ${rank} of ${count} by price among the slots that it may use.`,
    'for-later': () => `Stores power at ${told(price)} that later replaces power at ${told(other ?? 0)}.`,
    'for-the-end': () => `Charged at ${told(price)} to end with the charge that was asked for.`,
    'instead-of-buying': () => `Saves buying at ${told(price)}.`,
    'before-dearer-hours': () => `Heats at ${told(price)}, ahead of ${told(other ?? 0)} on average after it.`,
    'too-cold-without': () => `Heats at ${told(price)}, as it would get too cold without.`,
  };
  return sentences[code]();
}

function compared(value: number, other: number, told: (value: number) => string): string {
  const share = other > 0 ? (other - value) / other : 0;
  return share >= 0.01 ? `${percent(share)} below the ${told(other)}` : `against ${told(other)}`;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
