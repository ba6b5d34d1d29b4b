import { arxL1 } from './arx-l1.ts';
import { boostedTrees } from './boosting/boosted-trees.ts';
import { kernelRidge } from './kernel-ridge.ts';
import { lear } from './lear.ts';
import type { LearnedMember } from './learned-member.ts';
import type { Member } from './member.ts';
import { dayNets } from './net/day-net.ts';
import { hourNets } from './net/hour-nets.ts';

/**
 * Members that make do with a short history. Windows of a few weeks are worse each by itself, and gain the mix more than
 * a better one of a year does: nothing else follows a change of level so soon.
 */
export const shortHistoryMembers: readonly Member[] = [
  arxL1(42),
  arxL1(84),
  kernelRidge(84),
  kernelRidge(364),
];

/**
 * The members of the nightly ensemble. Each is wrong in its own way, which is what the mean of them gains from.
 * The light setting costs half of the full one and is as good to within what chance does.
 */
export const nightlyMembers: readonly Member[] = [...shortHistoryMembers, arxL1(364)];

/** Members whose weights are stored between nights. */
export const learnedMembers = [
  lear([56, 84, 364, 1092, 1456]),
  hourNets(1),
  dayNets(2),
  boostedTrees('levels'),
  boostedTrees('changes'),
] as readonly LearnedMember<unknown>[];

/** What the full setting has instead of {@link kernelRidge}(364) and the nets of the light one. */
export const fullMembers = [kernelRidge(728), hourNets(2), dayNets(4)] as readonly (
  | Member
  | LearnedMember<unknown>
)[];
