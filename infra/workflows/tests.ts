import { monitoringPackages } from '../targets/local-monitoring.ts';
import { cache, keep } from './actions.ts';
import { catalogued } from './catalogued.ts';
import { expression, type Job, type RunStep, script, type Triggers, type Workflow } from './model.ts';
import { newestOfPullRequest, node, nodeVersions, oneAtATime, prepared, runner } from './steps.ts';

/** Workflows that test what is pushed. None of them holds a credential, so pull requests of forks run them too. */
export const testWorkflows = (): Workflow[] => [test(), backend(), frontend(), endToEnd()];

const branches = ['main', 'develop'];
const onEveryChange: Triggers = { push: { branches }, pull_request: {} };

const onChangesOf = (...paths: string[]): Triggers => {
  const watched = [...paths, 'app/contract/**', 'package-lock.json'];
  return { push: { branches, paths: watched }, pull_request: { paths: watched } };
};

/** PostgreSQL and Redis as the requirements name them. The password is that of a container on the runner's loopback. */
const services = {
  postgres: {
    image: 'postgres:15',
    env: { POSTGRES_PASSWORD: 'postgres' },
    ports: ['127.0.0.1:5432:5432'],
    options: '--health-cmd pg_isready --health-interval 5s --health-timeout 5s --health-retries 10',
  },
  redis: {
    image: 'redis:7',
    // 6379 is for the Redis that the tests bring.
    ports: ['127.0.0.1:6390:6379'],
    options: '--health-cmd "redis-cli ping" --health-interval 5s --health-timeout 5s --health-retries 10',
  },
};
const databaseUrl = 'postgresql://postgres:postgres@127.0.0.1:5432/postgres';

/** The tests stop and start a Redis of their own, which a service container does not allow. */
const installRedis: RunStep = {
  name: 'Install the Redis that tests stop and start',
  run: script('sudo apt-get update -q', 'sudo apt-get install -y -q --no-install-recommends redis-server'),
};

/** What a whole stack has that the image of the runner lacks. */
export const installParts: RunStep = {
  name: 'Install Redis and what watches a stack',
  run: script(
    'sudo apt-get update -q',
    `sudo apt-get install -y -q --no-install-recommends redis-server ${monitoringPackages.join(' ')}`,
  ),
};

const job = (minutes: number, steps: Job['steps'], more: Partial<Job> = {}): Job => ({
  'runs-on': runner,
  'timeout-minutes': minutes,
  permissions: { contents: 'read' },
  ...more,
  steps,
});

function test(): Workflow {
  const startOnServices: RunStep = {
    name: 'Bring the API up on PostgreSQL 15 and Redis 7',
    env: { DATABASE_URL: databaseUrl, REDIS_URL: 'redis://127.0.0.1:6390', FEEDS: 'simulated', PORT: '8000' },
    run: script(
      'npm run --silent build',
      'node dist/services/app/db/migrate-main.js',
      'INTERNAL_API_KEY=$(openssl rand -hex 24) JWT_SIGNING_KEY=$(openssl rand -base64 32) \\',
      '  node dist/services/app/api/server.js &',
      'for _ in $(seq 60); do',
      '  answer=$(curl --silent --show-error "http://127.0.0.1:$PORT/readyz" || true)',
      '  echo "$answer"',
      '  case "$answer" in *\'"status":"ready"\'*) exit 0 ;; esac',
      '  sleep 1',
      'done',
      'exit 1',
    ),
  };
  const runTests: RunStep = {
    name: 'Run the tests',
    env: { TEST_DATABASE_URL: databaseUrl },
    run: script('npm test'),
  };
  const matrix = { 'fail-fast': false, matrix: { node: nodeVersions } };
  return {
    ...catalogued('test.yml'),
    on: onEveryChange,
    concurrency: newestOfPullRequest,
    jobs: {
      test: job(40, [...prepared(expression('matrix.node')), installRedis, runTests, startOnServices], {
        strategy: matrix,
        services,
      }),
      check: job(15, [...prepared(), { name: 'Check', run: script('npm run check') }]),
    },
  };
}

function backend(): Workflow {
  const steps: RunStep[] = [
    installRedis,
    { name: 'Check', run: script('npm run check') },
    { name: 'Test the backend', run: script('npm test -- app/ pipelines/') },
  ];
  return {
    ...catalogued('backend-ci.yml'),
    on: onChangesOf('app/**', 'pipelines/**'),
    concurrency: newestOfPullRequest,
    jobs: { backend: job(30, [...prepared(), ...steps]) },
  };
}

function frontend(): Workflow {
  const steps: RunStep[] = [
    { name: 'Check', run: script('npm run check') },
    { name: 'Test the web app', run: script('npm test -- web/') },
    { name: 'Build', run: script('npm run build') },
  ];
  return {
    ...catalogued('frontend-ci.yml'),
    on: onChangesOf('web/**'),
    concurrency: newestOfPullRequest,
    jobs: { frontend: job(20, [...prepared(), ...steps]) },
  };
}

function endToEnd(): Workflow {
  const pulumi = cache(
    'Keep the Pulumi CLI',
    '~/.pulumi/versions',
    `pulumi-${expression("hashFiles('package-lock.json')")}`,
  );
  // The image brings a browser.
  const browser = { CHROMIUM_PATH: '/usr/bin/google-chrome' };
  const run: RunStep = {
    name: 'Bring stacks up and use them, in a browser too',
    env: { REQUIRE_ALL: '1', ...browser },
    run: script('npm run e2e'),
  };
  const audit: RunStep = {
    name: 'Audit the web app with Lighthouse',
    env: browser,
    run: script('npm run --silent bench -- web --json | tee "$RUNNER_TEMP/web.log"'),
  };
  return {
    ...catalogued('e2e-tests.yml'),
    on: { schedule: [{ cron: '0 6 * * *' }], workflow_dispatch: {} },
    concurrency: oneAtATime('e2e-tests'),
    jobs: {
      e2e: job(60, [
        ...prepared(node),
        pulumi,
        installParts,
        run,
        audit,
        keep('web.log', `${expression('runner.temp')}/web.log`),
        keep('logs', '/tmp/eo e2e*/data/logs', 'failure()'),
      ]),
    },
  };
}
