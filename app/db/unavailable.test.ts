import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { isDatabaseUnavailable } from './unavailable.ts';

const ofServer = (code: string): Error => Object.assign(new pg.DatabaseError('x', 1, 'error'), { code });
const ofSystem = (code: string): Error => Object.assign(new Error('x'), { code });

describe('isDatabaseUnavailable', () => {
  const rows: [what: string, error: unknown, expected: boolean][] = [
    ['the server shuts down', ofServer('57P01'), true],
    ['a statement ran too long', ofServer('57014'), true],
    ['too many connections', ofServer('53300'), true],
    ['read-only', ofServer('25006'), true],
    ['the password is wrong', ofServer('28P01'), true],
    ['the database takes no connections', ofServer('55000'), true],
    ['the migration has not run yet', ofServer('42P01'), true],
    ['a deadlock', ofServer('40P01'), true],
    ['a division by zero', ofServer('22012'), false],
    ['a unique violation', ofServer('23505'), false],
    ['a date that is none', ofServer('22008'), false],
    ['a syntax error', ofServer('42601'), false],
    ['connection refused', ofSystem('ECONNREFUSED'), true],
    ['no such host', ofSystem('ENOTFOUND'), true],
    ['a wrong argument', ofSystem('ERR_INVALID_ARG_TYPE'), false],
    ['the connection ended', new Error('Connection terminated unexpectedly'), true],
    ['no answer in time', new Error('Query read timeout'), true],
    ['an error of ours', new Error('no such zone'), false],
    ['no error at all', 'Connection terminated', false],
  ];
  it.each(rows)('%s: %#', (_what, error, expected) => {
    expect(isDatabaseUnavailable(error)).toBe(expected);
  });
});
