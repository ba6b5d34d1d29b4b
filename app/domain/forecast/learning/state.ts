import { hoursOfDay } from '../hour-table.ts';

/**
 * What a zone has learned from its own forecasts: a value, made by pure functions, stored as JSON between nights.
 * It holds the errors of the last days; weights, bias and bands are derived from them, so they can be explained.
 */
export interface LearningState {
  version: typeof stateVersion;
  /** Names of the members; the order of {@link ObservedDay.memberError}. */
  members: string[];
  /** Sorted by day, the oldest first, at most {@link rememberedDays}. */
  days: ObservedDay[];
  /** Share of past errors left out at either end of the band; moves until the band holds what it promises. */
  tailShare: number;
}

/** How one day turned out. Errors are forecast minus price, currency per MWh. */
export interface ObservedDay {
  /** Days since 1970-01-01. */
  epochDay: number;
  /** Mean absolute error of each member; null for one that took no part. */
  memberError: (number | null)[];
  /** By local hour: the weighted forecast before the bias was taken off, whether or not it was the one shown. */
  mixError: number[];
  /** Mean absolute error of that forecast once the bias was taken off. */
  adjustedError: number;
  /** By local hour: the forecast as shown. */
  shownError: number[];
  /** Mean absolute error of the plain mean of the members. */
  plainError: number;
  /** Share of the hours whose price lay in the band; null while there was none. */
  coverage: number | null;
}

export const stateVersion = 1;
/** Days looked back on for the band; weights and bias use the last 28 of them. */
export const rememberedDays = 56;
/** The band holds this share of the prices. */
export const bandShare = 0.8;

export function emptyState(members: readonly string[]): LearningState {
  return { version: stateVersion, members: [...members], days: [], tailShare: (1 - bandShare) / 2 };
}

/**
 * A stored state, made to fit the members of today: what is known of members that stayed is kept, new ones start
 * without a past. Anything that is not a state of this version gives an empty one: two weeks later it has caught up.
 */
export function stateFor(members: readonly string[], stored: unknown): LearningState {
  if (!isState(stored)) return emptyState(members);
  const places = members.map((name) => stored.members.indexOf(name));
  return {
    ...stored,
    members: [...members],
    days: stored.days.map((day) => ({
      ...day,
      memberError: places.map((place) => day.memberError[place] ?? null),
    })),
  };
}

function isState(value: unknown): value is LearningState {
  const state = value as Partial<LearningState> | null;
  return (
    typeof state === 'object' &&
    state?.version === stateVersion &&
    Array.isArray(state.members) &&
    Array.isArray(state.days) &&
    state.days.every(isDay) &&
    Number.isFinite(state.tailShare)
  );
}

function isDay(value: unknown): value is ObservedDay {
  const day = value as Partial<ObservedDay> | null;
  const isHours = (errors: unknown) =>
    Array.isArray(errors) && errors.length === hoursOfDay && errors.every(Number.isFinite);
  const isNumber = Number.isFinite(day?.adjustedError) && Number.isFinite(day?.plainError);
  return isNumber && Array.isArray(day?.memberError) && isHours(day.mixError) && isHours(day.shownError);
}
