import { expect, it } from 'vitest';
import type { StackOutputs } from '../outputs.ts';
import type { LiveState } from './live-state.ts';
import { summary } from './summary.ts';

const outputs = {
  webUrl: 'https://web.test',
  apiUrl: 'https://api.test',
  cost: { total: 17, budget: 50 },
  warnings: [],
} as unknown as StackOutputs;
const live = { health: 'healthy', services: [], prices: null, jobs: [], alerts: null, docsUrl: null };

const summaryOf = (stack: string, docsUrl: string | null): string =>
  summary(stack, outputs, { ...live, docsUrl } as unknown as LiveState);

it('names the stack in what to type next, unless it is the default one', () => {
  expect(summaryOf('local', null)).toContain('npm run status · npm run down');
  expect(summaryOf('production', null)).toContain(
    'npm run status -- production · npm run down -- production',
  );
});

it('links the page that describes the API only where it is served', () => {
  expect(summaryOf('local', 'https://api.test/docs')).toContain('docs https://api.test/docs');
  expect(summaryOf('production', null)).not.toContain('docs');
});
