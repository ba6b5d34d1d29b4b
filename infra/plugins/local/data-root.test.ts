import { describe, expect, it } from 'vitest';
import { resolveDataRoot } from './data-root.ts';

const open = () => true;
const closedRoot = (folder: string) => folder !== '/root';

describe('resolveDataRoot', () => {
  it('is inside the project for an ordinary user, even below a closed folder', () => {
    const place = { projectDir: '/root/my kit', stack: 'local', isRoot: false, isTraversable: closedRoot };
    expect(resolveDataRoot(place)).toBe('/root/my kit/.state/local/local');
  });

  it('is inside the project for root where everyone may pass', () => {
    const place = { projectDir: '/srv/kit', stack: 'local', isRoot: true, isTraversable: open };
    expect(resolveDataRoot(place)).toBe('/srv/kit/.state/local/local');
  });

  it('is below /var/lib for root in a closed folder, one for each project and stack', () => {
    const at = (projectDir: string, stack: string) =>
      resolveDataRoot({ projectDir, stack, isRoot: true, isTraversable: closedRoot });
    expect(at('/root/kit', 'local')).toMatch(/^\/var\/lib\/electricity-optimizer\/[0-9a-f]{12}\/local$/);
    expect(new Set([at('/root/kit', 'local'), at('/root/kit', 'b'), at('/root/kit2', 'local')]).size).toBe(3);
  });
});
