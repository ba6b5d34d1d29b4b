import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary.ts';
import { requestQueue } from './queue.ts';

/** Later letters of the alphabet came later. */
const request = (reason: string) => ({
  at: `2026-03-02T10:00:0${'abcl'.indexOf(reason.charAt(0))}.000Z`,
  reason,
});
const reasons = (requests: readonly { reason: string }[]): string[] => requests.map(({ reason }) => reason);

describe('the queue', () => {
  it('keeps requests until they are answered, and those that come meanwhile', () => {
    const file = join(temporaryFolder(), 'queue.jsonl');
    const queue = requestQueue(file);
    queue.add(request('a'));
    queue.add(request('b'));
    const taken = queue.take();
    expect(reasons(taken.requests)).toEqual(['a', 'b']);
    queue.add(request('c'));
    expect(reasons(queue.waiting())).toEqual(['a', 'b', 'c']);
    taken.answered();
    expect(reasons(queue.waiting())).toEqual(['c']);
  });

  it('gives requests of a run that died to the next one', () => {
    const file = join(temporaryFolder(), 'queue.jsonl');
    requestQueue(file).add(request('a'));
    requestQueue(file).take();
    const later = requestQueue(file);
    later.add(request('b'));
    const taken = later.take();
    expect(reasons(taken.requests)).toEqual(['a', 'b']);
    taken.answered();
    expect(readdirSync(join(file, '..'))).toEqual([]);
  });

  it('keeps what a writer added to the file after it was taken', () => {
    const file = join(temporaryFolder(), 'queue.jsonl');
    const queue = requestQueue(file);
    queue.add(request('a'));
    const taken = queue.take();
    const [name = ''] = readdirSync(join(file, '..'));
    appendFileSync(join(file, '..', name), `${JSON.stringify(request('late'))}\n`);
    taken.answered();
    expect(reasons(queue.waiting())).toEqual(['late']);
  });

  it('passes over a line that a crash cut short', () => {
    const file = join(temporaryFolder(), 'queue.jsonl');
    appendFileSync(file, `${JSON.stringify(request('a'))}\n{"at":"2026\n${JSON.stringify(request('b'))}\n`);
    expect(reasons(requestQueue(file).waiting())).toEqual(['a', 'b']);
  });
});
