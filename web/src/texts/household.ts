import { translated } from './translation.ts';

/** The page of what an account plans together. */
export const householdTexts = translated('household', {
  title: 'Your household',
  what: 'What runs at home, planned together. The plan is made anew whenever new prices come; machines read it with a key.',
  open: 'Open the plan of the household',
  add: 'Plan it with my household',
  addTitle: (device: string) => `Add to the household: ${device}?`,
  addAction: 'Add it',
  addNot: 'Rather not',
  planned: (zone: string) => `Planned in ${zone}`,
  cost: (planned: string, now: string) => `All of it costs ${planned} instead of ${now} without a plan.`,
  more: (span: string, times: number) => `${span}, and ${times} times more`,
  never: 'does not run',
  remove: (device: string) => `Take out ${device}`,
  removeShort: 'Take out',
  none: 'Nothing is planned together yet.',
  noneHint: 'Choose a device on the page of plans, and add it from there.',
  toPlan: 'Choose a device',
} as const);
