import { fullMembers, learnedMembers, nightlyMembers } from '@eo/app/domain/forecast/members.ts';
import type { Job } from './jobs.ts';
import { readMarket } from './markets.ts';
import { walk } from './walk.ts';

/** One member on one market, in a process of its own: `job.ts <folder> <job as JSON>`. */
const [folder = '', job = ''] = process.argv.slice(2);
const { market, member: name, days, leaveOut, priceOnly } = JSON.parse(job) as Job;

const member = [...nightlyMembers, ...learnedMembers, ...fullMembers].find((known) => known.name === name);
if (!member) throw new Error(`There is no member ${name}.`);
const table = readMarket(folder, market, { leaveOut, priceOnly });
const { forecasts, dayMs, lessonMs } = walk(member, table, days, (done) => {
  process.send?.({ done });
});
const peakMb = process.resourceUsage().maxRSS / 1024;
process.send?.({ result: { forecasts: Array.from(forecasts), dayMs, lessonMs, peakMb } });
