import { randomBytes } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { succeeded } from '../../e2e/kit.ts';
import { judged, type Measured, type RecoveryDrill } from './drill.ts';
import { answersWith200, type Patient, secondsUntil, zone } from './patient.ts';

/** Data that is destroyed, and backups that must not be trusted. */

const minutes = 60;
const day = 24 * 60 * minutes;

/** Counts that say whether a database is the one it was. */
async function census(patient: Patient): Promise<string> {
  const client = await patient.connect('application');
  try {
    const { rows } = await client.query(
      `select (select count(*) from account) as accounts, (select count(*) from price_alert) as alerts,
         (select count(*) from price_day) as days, (select sum(hashtext(prices::text)) from price_day) as prices`,
    );
    return JSON.stringify(rows[0]);
  } finally {
    await client.end();
  }
}

async function written(patient: Patient) {
  const writer = await patient.newWriter();
  writer.start();
  await writer.isUnderWay();
  await writer.stop();
  return writer;
}

const corruption: RecoveryDrill = {
  name: 'data-corruption',
  title: 'Prices and accounts are deleted by mistake, and put back from a backup',
  objective: { rtoSeconds: 30 * minutes, rpoSeconds: day },
  async run(patient) {
    const writer = await written(patient);
    const before = await census(patient);
    succeeded(await patient.pipeline('backup'));
    const backedUpAtMs = Date.now();
    await destroy(patient);
    const atMs = Date.now();
    succeeded(await patient.pipeline('restore', ['--force']));
    const rtoSeconds = await secondsUntil('The database as it was', isAs(patient, before), atMs);
    const measured = judged(await writer.check(), rtoSeconds);
    return { ...measured, rpoSeconds: (atMs - backedUpAtMs) / 1000 };
  },
};

const toTheSecond: RecoveryDrill = {
  name: 'to-the-second',
  title: 'Prices and accounts are deleted by mistake, and recovered as of the moment before',
  objective: { rtoSeconds: 30 * minutes, rpoSeconds: 0 },
  async run(patient) {
    const writer = await written(patient);
    const before = await census(patient);
    const moment = new Date();
    // Whoever deletes it does so later than that, by a clock that shows no more than milliseconds.
    await sleep(10);
    await destroy(patient);
    const atMs = Date.now();
    succeeded(await patient.stack.run('recover', ['--to', moment.toISOString()]));
    const rtoSeconds = await secondsUntil('The database as it was', isAs(patient, before), atMs);
    return judged(await writer.check(), rtoSeconds);
  },
};

async function destroy(patient: Patient): Promise<void> {
  const client = await patient.connect('superuser');
  await client.query('delete from account');
  await client.query('delete from price_day');
  await client.end();
}

const isAs = (patient: Patient, before: string) => async () => (await census(patient)) === before;

/** Every file of the newest backup but its manifest. */
function filesOfNewest({ stack, backups }: Patient): string[] {
  const folder = join(backups, stack.name);
  const ids = readdirSync(folder).filter((name) => /^\d/.test(name));
  const newest = ids.sort().at(-1) ?? '';
  return readdirSync(join(folder, newest))
    .filter((name) => name.endsWith('.age'))
    .map((name) => join(folder, newest, name));
}

const damaged: RecoveryDrill = {
  name: 'backup-damaged',
  title: 'One byte of a backup is turned, another is cut short, another key is given',
  objective: { rtoSeconds: null, rpoSeconds: null },
  async run(patient, random) {
    succeeded(await patient.pipeline('backup'));
    const before = await census(patient);
    const files = filesOfNewest(patient);
    const failures: string[] = [];
    const refused = async (what: string, env: NodeJS.ProcessEnv = {}): Promise<void> => {
      const { code, stderr } = await patient.pipeline('restore', ['--force'], env);
      if (code === 0) failures.push(`${what} was restored`);
      else if (!/is not as it was written|cannot be opened|key/i.test(stderr))
        failures.push(`${what} was refused without a reason: ${stderr.slice(-200)}`);
    };
    for (const [what, damage] of [
      ['a backup with one byte turned', turnByte],
      ['a backup that is cut short', cutShort],
    ] as const) {
      const file = files[Math.floor(random() * files.length)] as string;
      const whole = readFileSync(file);
      damage(file, random());
      await refused(what);
      writeFileSync(file, whole);
    }
    await refused('a backup under another key', await withKey(patient, randomBytes(32).toString('base64')));
    if ((await census(patient)) !== before) failures.push('the database is not as it was');
    const evidence = `3 of 3 refused, the database is as it was (${files.length} files)`;
    return { rtoSeconds: null, rpoSeconds: null, lostWrites: 0, evidence, failures };
  },
};

function turnByte(file: string, where: number): void {
  const bytes = readFileSync(file);
  const at = Math.floor(where * bytes.length);
  bytes[at] = (bytes[at] as number) ^ 0x10;
  writeFileSync(file, bytes);
}

function cutShort(file: string, where: number): void {
  truncateSync(file, Math.floor(where * statSync(file).size));
}

/** What a pipeline of the stack is given, with another key for its backups. */
async function withKey({ stack, backups, outputs }: Patient, key: string): Promise<NodeJS.ProcessEnv> {
  const { databaseUrl, ownerDatabaseUrl } = await outputs();
  return {
    DATABASE_URL: databaseUrl ?? '',
    OWNER_DATABASE_URL: ownerDatabaseUrl ?? '',
    BACKUP_TO: backups,
    BACKUP_KEY: key,
    STACK: stack.name,
  };
}

const stackLost: RecoveryDrill = {
  name: 'stack-lost',
  title: 'The whole stack is gone: data, state and secrets; it is rebuilt from Git, its backups and its log',
  objective: { rtoSeconds: 60 * minutes, rpoSeconds: day },
  async run(patient): Promise<Measured> {
    const { stack, backups } = patient;
    succeeded(await patient.pipeline('backup'));
    // Of after the last backup: only the log has it.
    const writer = await written(patient);
    const before = await census(patient);
    succeeded(await patient.pipeline('wal-archive'));
    const storedAtMs = Date.now();
    const { backupKey, apiUrl, internalApiKey } = await patient.outputs();
    const keyFile = join(backups, '..', 'key.txt');
    writeFileSync(keyFile, `${backupKey}\n`, { mode: 0o600 });
    succeeded(await stack.run('down', ['--purge']));
    const data = stack.dataRoot;
    if (existsSync(data)) rmSync(data, { recursive: true });
    const atMs = Date.now();
    await stack.up(['--restore', 'latest', '--backups-from', backups, '--backup-key-file', keyFile]);
    const isBack = () => answersWith200(`${apiUrl}/api/v1/prices?zone=${zone}`);
    const rtoSeconds = await secondsUntil('The stack', isBack, atMs);
    const measured = judged(await writer.check(), rtoSeconds);
    const after = await census(patient);
    if (after !== before) measured.failures.push(`it was ${before}, and is ${after}`);
    if ((await patient.outputs()).internalApiKey !== internalApiKey)
      measured.failures.push('its secrets are not those that it had');
    return { ...measured, rpoSeconds: (atMs - storedAtMs) / 1000 };
  },
};

export const dataDrills: readonly RecoveryDrill[] = [corruption, toTheSecond, damaged, stackLost];
