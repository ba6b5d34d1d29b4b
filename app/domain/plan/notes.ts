import type { Plan } from './index.ts';
import type { PlanProblem } from './problem.ts';
import { costOf, temperatureOf } from './schedule.ts';

/** What a longer search could save is worth a word above this share of the cost, and this many minor units. */
const notable = { share: 0.005, minorUnits: 2 };

/** What one should know of a plan beside its runs. */
export function notesOf(problem: PlanProblem, plan: Plan): string[] {
  return [
    ...problem.heaters.flatMap(({ id, lowC }, index) => {
      const wanted = Math.max(...lowC);
      const short = lowC.filter((low) => low < wanted - 0.01).length;
      const coldest = Math.min(...temperatureOf(problem, plan.schedule, index));
      return short > 0
        ? [
            `${id} cannot keep its band all the time even when it heats without a break; its coldest moment is ${coldest.toFixed(1)} °C.`,
          ]
        : [];
    }),
    ...(isNotable(problem, plan)
      ? [
          `The search was ended before the best plan was proven: it could be up to ${(plan.gap * 100).toFixed(1)} % cheaper.`,
        ]
      : []),
  ];
}

function isNotable(problem: PlanProblem, { gap, schedule }: Plan): boolean {
  return gap > notable.share && gap * Math.abs(costOf(problem, schedule)) > notable.minorUnits;
}
