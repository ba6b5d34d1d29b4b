import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StackResponse } from '../../contract/operations.ts';
import type { TestDatabase } from '../../db/testing.ts';
import { createAccount, type TestAccount } from '../testing/accounts.ts';
import { createMigratedDatabase, createTestApi, type TestApi } from '../testing/api.ts';

const alerts = [
  {
    state: 'firing',
    activeAt: '2026-11-25T10:00:00Z',
    labels: { alertname: 'ServiceDown', severity: 'critical' },
    annotations: { summary: 'backend is down.', runbook_url: 'docs/runbooks/ServiceDown.md' },
  },
];

let database: TestDatabase;
let prometheus: Server;
let api: TestApi;
let operator: TestAccount;

beforeAll(async () => {
  database = await createMigratedDatabase();
  prometheus = createServer((_request, response) => response.end(JSON.stringify({ data: { alerts } })));
  await new Promise<void>((resolve) => prometheus.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(prometheus.address() as AddressInfo).port}`;
  api = await createTestApi(database.url, {
    env: {
      STACK: 'home',
      PROMETHEUS_URL: url,
      PROMETHEUS_LINK: 'http://localhost:9090',
      COSTS_USD: 'backend=7,postgres=19.5',
      BUDGET_USD: '50',
    },
  });
  operator = await createAccount(api, 'operator');
});
afterAll(async () => {
  await api.close();
  await database.drop();
  prometheus.close();
});

const stack = async (): Promise<StackResponse> =>
  (await operator.as({ url: '/api/v1/operations/stack' })).json();

describe('what an operator reads of a stack', () => {
  it('is its freshness, its alerts, its cost, and where to look further', async () => {
    expect(await stack()).toEqual({
      stack: 'home',
      release: 'unknown',
      redis: 'in-process',
      zones: [{ zone: 'SE3', checkedAt: null, failedAt: null, failures: 0 }],
      alerts: [
        {
          name: 'ServiceDown',
          severity: 'critical',
          summary: 'backend is down.',
          since: '2026-11-25T10:00:00.000Z',
          runbook: 'docs/runbooks/ServiceDown.md',
        },
      ],
      cost: {
        budgetUsd: 50,
        components: [
          { component: 'backend', usd: 7 },
          { component: 'postgres', usd: 19.5 },
        ],
      },
      links: { grafana: null, prometheus: 'http://localhost:9090' },
    });
  });

  it('tells apart that nothing fires and that nobody knows', async () => {
    prometheus.close();
    prometheus.closeAllConnections();
    expect((await stack()).alerts).toBeNull();
  });
});
