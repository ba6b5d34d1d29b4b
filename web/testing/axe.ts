import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules of WCAG up to 2.2 AA, and what axe advises beside. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong with a page as it is now: the rule, and where. */
export async function violationsOf(tab: Page): Promise<string[]> {
  // Through the debugger, since the page's own policy lets no script of others in.
  await tab.evaluate(source);
  const run = `axe.run({ runOnly: ${JSON.stringify(tags)} })`;
  const { violations } = await tab.evaluate<AxeResults>(run);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
