import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFiles } from './files.ts';

describe('writeFiles', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'eo-files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes files below a folder, for this user only', () => {
    writeFiles(folder, { 'a.yml': 'a', 'secrets/key': 'k' });
    expect(readFileSync(join(folder, 'a.yml'), 'utf8')).toBe('a');
    expect(statSync(join(folder, 'secrets/key')).mode & 0o777).toBe(0o600);
  });

  it('takes a file that was open to others over and closes it', () => {
    writeFileSync(join(folder, 'a.yml'), 'old and longer', { mode: 0o644 });
    writeFiles(folder, { 'a.yml': 'new' });
    expect(readFileSync(join(folder, 'a.yml'), 'utf8')).toBe('new');
    expect(statSync(join(folder, 'a.yml')).mode & 0o777).toBe(0o600);
  });
});
