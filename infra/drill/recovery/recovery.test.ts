import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDir } from '../../toolchain/project.ts';
import { judged, type RecoveryDrill } from './drill.ts';
import { recoveryDrills, runDrills } from './index.ts';
import type { Patient } from './patient.ts';
import { recoveryTable, withRecoveryTable } from './table.ts';
import { compare } from './writer.ts';

const nobody = {} as Patient;
const fine = { rtoSeconds: 2, rpoSeconds: 0, lostWrites: 0, evidence: 'seen', failures: [] };
const drill = (run: RecoveryDrill['run'], rtoSeconds: number | null = 10): RecoveryDrill => ({
  name: 'made-up',
  title: 'Something breaks',
  objective: { rtoSeconds, rpoSeconds: 0 },
  run,
});

describe('what a client compares', () => {
  const fates = new Map([
    ['kept', 'acknowledged'],
    ['gone', 'acknowledged'],
    ['twice', 'acknowledged'],
    ['refused', 'refused'],
    ['visible', 'refused'],
    ['maybe', 'unknown'],
    ['maybe not', 'unknown'],
  ] as const);

  it('finds what was lost, what is there twice, and what was refused and is there', () => {
    const found = new Map([
      ['kept', 1],
      ['twice', 2],
      ['visible', 1],
      ['maybe', 1],
    ]);
    expect(compare(fates, found)).toEqual({
      acknowledged: 3,
      refused: 2,
      unknown: 2,
      lost: 1,
      wrong: ['twice is there 2 times', 'visible was refused and is there'],
    });
  });

  it('fails a drill in which anything was lost or wrong, or nothing was written', () => {
    const good = { acknowledged: 5, refused: 0, unknown: 1, lost: 0, wrong: [] };
    expect(judged(good, 1)).toMatchObject({ rpoSeconds: 0, lostWrites: 0, failures: [] });
    expect(judged({ ...good, lost: 2 }, 1)).toMatchObject({
      lostWrites: 2,
      failures: ['2 acknowledged writes were lost'],
    });
    expect(judged({ ...good, wrong: ['x'] }, 1).failures).toEqual(['x']);
    expect(judged({ ...good, acknowledged: 0 }, 1).failures).toHaveLength(1);
  });
});

describe('drills', () => {
  it('pass within their objectives, fail beyond them, and fail when they break off', async () => {
    const seen: string[] = [];
    const drills = [
      drill(async () => fine),
      drill(async () => ({ ...fine, rtoSeconds: 11 })),
      drill(() => Promise.reject(new Error('It did not come back.'))),
      drill(async () => ({ ...fine, rtoSeconds: 99 }), null),
    ];
    const results = await runDrills(nobody, drills, 1, ({ pass }) => seen.push(String(pass)));
    expect(seen).toEqual(['true', 'false', 'false', 'true']);
    expect(results[1]?.failures).toEqual(['rtoSeconds is 11.0, the objective 10']);
    expect(results[2]).toMatchObject({ evidence: 'it broke off', failures: ['It did not come back.'] });
  });

  it('leave the same to chance again under the same seed', async () => {
    const numbers: number[] = [];
    const one = drill(async (_, random) => {
      numbers.push(random(), random());
      return fine;
    });
    await runDrills(nobody, [one, one], 7, () => {});
    await runDrills(nobody, [one], 8, () => {});
    expect(numbers.slice(0, 2)).toEqual(numbers.slice(2, 4));
    expect(numbers[0]).not.toBe(numbers[1]);
    expect(numbers[4]).not.toBe(numbers[0]);
  });

  it('have their last results in the documentation, all of them', async () => {
    const document = readFileSync(join(projectDir, 'docs/operations/recovery.md'), 'utf8');
    const [, table = ''] = document.split('The recovery drill writes from here');
    const named = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(named).toEqual(recoveryDrills(1).map(({ name }) => name));
    const [result] = await runDrills(nobody, [drill(async () => fine)], 1, () => {});
    const another = recoveryTable(result ? [result] : [], 7, '2026-01-01');
    expect(withRecoveryTable(document, another)).toContain(
      '| `made-up` | Something breaks | 2.0 s | 10 s | 0.0 s | 0 | seen |',
    );
  });
});
