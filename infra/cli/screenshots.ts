import { runNode } from './run-node.ts';

/** `npm run screenshots`: pictures of the main views, phone and desktop, for the documents. */
export async function run(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(
      'Usage: npm run screenshots [-- <folder>]\n\nDraws the main views of the web app with made-up prices, in Chromium, into docs/screenshots or a folder.',
    );
    return 0;
  }
  return runNode('web/testing/screenshots.ts', args);
}
