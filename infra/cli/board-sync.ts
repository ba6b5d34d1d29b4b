import { join } from 'node:path';
import { runNode } from './run-node.ts';

/** `npm run board-sync -- [command]`. */
export const run = (args: string[]): Promise<number> => runNode(join('board-sync', 'cli.ts'), args);
