import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary.ts';
import { lockHolder, takeLock } from './pid-lock.ts';
import { currentHolder, parseProcStat, startOf } from './process-identity.ts';

const lockFile = (): string => join(temporaryFolder(), 'lock');
const holderOf = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

describe('the lock', () => {
  it('is held by one at a time, and names its holder', () => {
    const file = lockFile();
    const lock = takeLock(file);
    expect(takeLock(file)).toBeNull();
    expect(lockHolder(file)).toMatchObject({ pid: process.pid });
    lock?.release();
    expect(lockHolder(file)).toBeNull();
    expect(takeLock(file)).not.toBeNull();
  });

  it.each([
    ['has ended', () => ({ pid: spawnSync(process.execPath, ['-e', '']).pid })],
    ['has ended and whose number another process got since', () => ({ started: 'at another time' })],
    ['never was (half a file)', () => null],
  ])('is taken over from a process that %s', (_what, difference) => {
    const file = lockFile();
    const changed = difference();
    writeFileSync(file, changed ? JSON.stringify({ ...currentHolder(), ...changed }) : '{"pid": 1');
    expect(lockHolder(file)).toBeNull();
    expect(takeLock(file)).not.toBeNull();
    expect(holderOf(file)).toMatchObject({ pid: process.pid, started: startOf(process.pid) });
    expect(readdirSync(join(file, '..'))).toEqual(['lock']);
  });

  it('is not taken over from a process on another machine', () => {
    const file = lockFile();
    writeFileSync(file, JSON.stringify({ ...currentHolder(), pid: 1, host: `not-${hostname()}` }));
    expect(takeLock(file)).toBeNull();
  });

  it('is not released by one who no longer holds it', () => {
    const file = lockFile();
    const lock = takeLock(file);
    const other = JSON.stringify({ ...currentHolder(), token: 'another' });
    writeFileSync(file, other);
    lock?.release();
    expect(readFileSync(file, 'utf8')).toBe(other);
  });

  it('is cleared of a dead holder even when who began to clear it died too', () => {
    const file = lockFile();
    const dead = { ...currentHolder(), started: 'long ago', token: 'dead' };
    writeFileSync(file, JSON.stringify(dead));
    writeFileSync(`${file}.claim-dead`, JSON.stringify({ ...dead, token: 'also-dead' }));
    // The first finds the claim and removes it, the second the lock.
    expect([takeLock(file), takeLock(file)].filter(Boolean)).toHaveLength(1);
    expect(existsSync(`${file}.claim-dead`)).toBe(false);
  });
});

describe('parseProcStat', () => {
  const tail = ' 1 1 1 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 1 0 987654 1 1';
  it.each([
    ['a plain name', `42 (node) S${tail}`, 'boot/987654'],
    ['a name with brackets and spaces', `42 (a) b) c) R${tail}`, 'boot/987654'],
    ['a process that has ended and waits to be noticed', `42 (node) Z${tail}`, null],
  ])('reads %s', (_what, text, expected) => expect(parseProcStat(text, 'boot')).toBe(expected));
});
