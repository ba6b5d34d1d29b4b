import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '@eo/app/db/migrate.ts';
import { createTestDatabase, type TestDatabase } from '@eo/app/db/testing.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bucketAt } from './backup/objects/s3.ts';
import { runPipelineFile } from './testing/run.ts';
import { hasS3, type S3Server, startS3 } from './testing/s3-server.ts';

vi.setConfig({ testTimeout: 120_000 });

describe('the address of a bucket', () => {
  it('is at Amazon unless it names an endpoint', () => {
    expect(bucketAt('s3://attic/power/home?region=eu-north-1')).toEqual({
      name: 'attic',
      prefix: 'power/home',
      endpoint: 'https://s3.eu-north-1.amazonaws.com',
      region: 'eu-north-1',
    });
    expect(bucketAt('s3://attic?endpoint=https%3A%2F%2Fr2.example').endpoint).toBe('https://r2.example');
  });

  it('is refused when it is none', () => {
    expect(() => bucketAt('https://attic/power')).toThrow('https://attic/power is no bucket. Write s3://');
    expect(() => bucketAt('s3://attic?endpoint=nowhere')).toThrow('The endpoint nowhere of attic is no URL.');
  });
});

describe.skipIf(!hasS3())('backups in a bucket (needs versitygw)', () => {
  let database: TestDatabase;
  let s3: S3Server;
  const key = Buffer.alloc(32, 3).toString('base64');
  const run = (name: string, args: readonly string[] = [], env: Record<string, string> = {}) =>
    runPipelineFile(name, args, {
      DATABASE_URL: database.url,
      BACKUP_TO: s3.address,
      BACKUP_KEY: key,
      STACK: 'home',
      ...s3.credentials,
      ...env,
    });

  beforeAll(async () => {
    [database, s3] = await Promise.all([createTestDatabase(), startS3()]);
    await migrate(database.pool);
    await database.pool.query(
      `insert into account (id, email, password_hash, created_at)
       values (gen_random_uuid(), 'ann@example.org', 'argon2', '2026-01-01')`,
    );
  });
  afterAll(async () => {
    await database.drop();
    await s3.close();
  });

  it('are taken, read back, listed, proved and restored', async () => {
    const taken = await run('backup', ['--full']);
    expect(taken.code, taken.stderr).toBe(0);
    expect(taken.json.counts.filesRead).toBe(taken.json.counts.tables);
    expect(taken.stderr).toContain('s3://backups/eo/home/');
    const { rows: runs } = await database.pool.query('select job, outcome from job_run order by id');
    expect(runs).toEqual([{ job: 'backup-full', outcome: 'ok' }]);

    const drilled = await run('restore-drill');
    expect(drilled.code, drilled.stderr).toBe(0);
    await database.pool.query("update account set email = 'mallory@example.org'");
    expect((await run('restore', ['--force'])).code).toBe(0);
    const { rows } = await database.pool.query('select email from account');
    expect(rows).toEqual([{ email: 'ann@example.org' }]);
  });

  it('are refused when a byte of one is turned', async () => {
    const home = join(s3.folder, 'eo', 'home');
    const [id = ''] = readdirSync(home);
    const file = join(home, id, 'account.copy.br.age');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    writeFileSync(file, bytes);
    const drilled = await run('restore-drill');
    expect(drilled.code).toBe(1);
    expect(drilled.stderr + drilled.stdout).toContain('account.copy.br.age is not as it was written');
  });

  it('say what the bucket said, and never a credential', async () => {
    const secret = 'not-the-secret-at-all';
    const refused = await run('backup', [], { AWS_SECRET_ACCESS_KEY: secret });
    expect(refused.code).toBe(1);
    const said = refused.stderr + refused.stdout;
    expect(said).toContain('The bucket backups at http://127.0.0.1');
    expect(said).not.toContain(secret);
    expect((await run('backup', [], { AWS_ACCESS_KEY_ID: '' })).stderr).toContain(
      'The bucket backups needs credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    );
    const nowhere = await run('backup', [], {
      BACKUP_TO: 's3://elsewhere?endpoint=http%3A%2F%2F127.0.0.1%3A1',
    });
    expect(nowhere.code).toBe(1);
    expect(nowhere.stderr + nowhere.stdout).toContain('The bucket elsewhere at http://127.0.0.1:1 said: ');
  });
});
