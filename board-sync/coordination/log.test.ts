import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary.ts';
import { fileLog, tail } from './log.ts';

describe('the log', () => {
  it('starts anew when it is long, and keeps three before', () => {
    const file = join(temporaryFolder(), 'board-sync.log');
    const log = fileLog(file, 200);
    for (let number = 0; number < 40; number++) log.info(`line ${number}`);
    expect(statSync(file).size).toBeLessThan(300);
    expect(['.1', '.2', '.3', '.4'].map((suffix) => existsSync(`${file}${suffix}`))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(tail(file, 1)[0]).toContain('line 39');
    expect(readFileSync(`${file}.1`, 'utf8')).not.toContain('line 39');
  });

  it('writes a message in one line, with time, level and process', () => {
    const file = join(temporaryFolder(), 'board-sync.log');
    fileLog(file).error('first\n  hint: second');
    expect(tail(file, 9)).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z ERROR \[\d+\] first \| hint: second$/),
    ]);
  });

  it('stops nobody when it cannot be written', () => {
    const log = fileLog(join(temporaryFolder(), 'missing', 'board-sync.log'));
    expect(() => log.info('lost')).not.toThrow();
    expect(tail('/nowhere/board-sync.log', 5)).toEqual([]);
  });
});
