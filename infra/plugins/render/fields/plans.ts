/**
 * Plans were renamed in August 2026. The old ids are still accepted, and an answer may carry either, so both are
 * names of one plan (`vendor/facts.md` §1.5).
 */
const renamed: Readonly<Record<string, string>> = {
  starter: '0.5c-512mb',
  standard: '1c-2g',
  pro: '2c-4g',
  pro_plus: '4c-8g',
  pro_max: '4c-16g',
  pro_ultra: '8c-32g',
};

const sizes = [
  ...Object.values(renamed),
  ...['2c-8g', '2c-16g', '4c-32g', '8c-16g', '8c-64g', '12c-24g', '12c-48g', '12c-96g'],
];

/** Plans of private services, background workers and cron jobs: there is no free one. */
export const paidPlans = [...Object.keys(renamed), ...sizes];

/** Plans of web services. The `legacy` and `custom` ones can be kept by a service that has them. */
const kept = ['starter_plus', 'standard_plus', 'custom'].concat(
  ['starter', 'standard', 'standard_plus', 'pro', 'pro_plus'].map((plan) => `${plan}_legacy`),
);
export const webPlans = ['free', ...paidPlans, ...kept];

/** Key Value has its own names and sizes, without aliases: a legacy plan is not a size of today. */
export const keyValuePlans = [
  ...['free', 'starter', 'standard', 'pro', 'pro_plus', 'custom'],
  ...['256mb', '1g', '5g', '10g', '20g', '40g'],
];

/** One name for a plan of a service, whichever way it is spelled. */
export function servicePlan(plan: unknown): unknown {
  return typeof plan === 'string' ? (renamed[plan] ?? plan) : plan;
}
