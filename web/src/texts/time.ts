import { translated } from './translation.ts';

/** Days beside today, and how long ago something was. */
export const timeTexts = translated('time', {
  today: 'today',
  tomorrow: 'tomorrow',
  yesterday: 'yesterday',
  justNow: 'just now',
  minutesAgo: (minutes: number) => `${minutes} min ago`,
  hoursAgo: (hours: number) => `${hours} h ago`,
  daysAgo: (days: number) => `${days} days ago`,
} as const);
