import { parseArgs } from 'node:util';
import { fullMembers, learnedMembers, nightlyMembers } from '@eo/app/domain/forecast/members.ts';
import { marketsIn, testDays } from './markets.ts';

export interface Options {
  folder: string;
  markets: string[];
  members: string[];
  /** Days judged. */
  days: number;
  /** Days at the end of each file that nobody sees. */
  leaveOut: number;
  /** Days before the first one judged: nets, weights and bands need a past, as they have one on any night but the first. */
  warmUp: number;
  priceOnly: boolean;
  /** Folder that walks are kept in and taken from. */
  keep: string | null;
  /** Folder that a plot of each market is written to. */
  plot: string | null;
}

const light = [...nightlyMembers, ...learnedMembers].map(({ name }) => name);
const memberNames = [...light, ...fullMembers.map(({ name }) => name)];

/** @throws Error that names the option and what it may be */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: '../shared/data/epf' },
      days: { type: 'string', default: String(testDays) },
      'leave-out': { type: 'string', default: '0' },
      'warm-up': { type: 'string', default: '56' },
      markets: { type: 'string' },
      members: { type: 'string', default: light.join(',') },
      'price-only': { type: 'boolean', default: false },
      keep: { type: 'string' },
      plot: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  return {
    folder: values.data,
    markets: known('markets', marketsIn(values.data), values.markets),
    members: known('members', memberNames, values.members),
    days: wholeNumber('days', values.days, 8),
    leaveOut: wholeNumber('leave-out', values['leave-out'], 0),
    warmUp: wholeNumber('warm-up', values['warm-up'], 0),
    priceOnly: values['price-only'],
    keep: values.keep ?? null,
    plot: values.plot ?? null,
  };
}

function known(option: string, all: readonly string[], given: string | undefined): string[] {
  const names = given?.split(',') ?? [...all];
  const stranger = names.find((name) => !all.includes(name));
  if (stranger === undefined) return names;
  throw new Error(`--${option} ${stranger} is not known. Known: ${all.join(', ')}.`);
}

function wholeNumber(option: string, given: string, least: number): number {
  if (/^\d+$/.test(given) && Number(given) >= least) return Number(given);
  throw new Error(`--${option} ${given} is not a whole number from ${least} on.`);
}
