import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

describe('the PostgreSQL of the integration tests', () => {
  const client = new pg.Client({ connectionString: inject('databaseUrl') });
  beforeAll(() => client.connect());
  afterAll(() => client.end());

  it('lets a test make and drop a database of its own', async () => {
    const name = `testing_${process.pid}`;
    await client.query(`create database ${name}`);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    expect(rowCount).toBe(1);
    await client.query(`drop database ${name}`);
  });
});
