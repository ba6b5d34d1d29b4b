/** What people call a command for: the arguments, and what they do. Shown by `--help`. */
const examples: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'board-sync': [
    ['plan', 'what a sync would change; changes nothing'],
    ['--bg', 'both boards, in the background'],
  ],
  all: [
    ['', 'both boards'],
    ['all --force', 'now, and whatever it changes'],
  ],
  github: [
    ['github', 'the GitHub project only'],
    ['github --mode full', 'all issues to the Notion roadmap'],
  ],
  notion: [
    ['notion', 'the Notion roadmap only'],
    ['notion --once', 'from TODO.md only: needs no GitHub token'],
  ],
  drain: [
    ['drain', 'answers what waits'],
    ['drain --bg', 'the same in the background'],
  ],
  lint: [
    ['lint', 'TODO.md of this folder'],
    ['lint docs/ROADMAP.md', 'another checklist'],
  ],
  status: [
    ['status', 'is it running, and when did it last?'],
    ['status --json', 'for scripts'],
  ],
  logs: [
    ['logs', 'the last 50 lines'],
    ['logs -n 500', 'more of them'],
  ],
  queue: [
    ['queue', 'how many requests wait, and from where'],
    ['queue --json', 'each of them'],
  ],
  plan: [
    ['plan', 'for both boards'],
    ['plan notion --json', 'for the roadmap, as one document'],
  ],
  setup: [
    ['setup --dry-run', 'what is missing'],
    ['setup', 'adds it'],
  ],
  'install-hooks': [
    ['install-hooks', "git's hooks in this clone"],
    ['install-hooks --claude', "Claude Code's hooks too"],
  ],
  'uninstall-hooks': [
    ['uninstall-hooks', 'everything as it was before'],
    ['uninstall-hooks --json', 'what was removed, as one document'],
  ],
};

/** The lines under the help of a command. */
export function examplesOf(command: string): string {
  const rows = (examples[command] ?? []).map(
    ([args, what]) => [`npm run board-sync${args && ` -- ${args}`}`, what] as const,
  );
  const width = Math.max(...rows.map(([call]) => call.length));
  return ['', 'Examples:', ...rows.map(([call, what]) => `  ${call.padEnd(width)}   ${what}`)].join('\n');
}
