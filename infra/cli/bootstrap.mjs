// The first thing every `npm run` command does, with nothing but Node: checks its version, installs the pinned
// dependencies when they are missing or older than the lockfile, then hands over to `main.ts`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const projectDir = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const stamp = join(projectDir, 'node_modules', '.installed-lockfile');

checkNode();
await ensureDependencies();
process.exitCode = await handOver();

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(
    `Node ${process.versions.node} is too old: 20.19 or newer is needed.`,
    'Install it from https://nodejs.org and run the command again.',
  );
}

async function ensureDependencies() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(projectDir, 'package-lock.json')))
    .digest('hex');
  if (readOrNull(stamp) === wanted) return;
  const started = Date.now();
  process.stderr.write('  dependencies      installing …\n');
  const { code, output } = await run(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    ['ci', '--no-audit', '--no-fund'],
    'pipe',
  );
  if (code !== 0) {
    rmSync(stamp, { force: true });
    const lines = output.trim().split('\n');
    const errors = lines.filter((line) => /npm error(?! -|$)/.test(line));
    fail(
      `npm ci failed:\n${(errors.length > 0 ? errors.slice(0, 12) : lines.slice(-5)).join('\n')}`,
      'Mend what it names, then run the command again.',
    );
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  process.stderr.write(`  dependencies      installed  ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

async function handOver() {
  const loader = pathToFileURL(join(projectDir, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
  const main = join(projectDir, 'infra', 'cli', 'main.ts');
  const { code } = await run(
    process.execPath,
    ['--import', loader, main, ...process.argv.slice(2)],
    'inherit',
  );
  return code;
}

function run(command, args, stdio) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: projectDir,
      stdio: stdio === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    // The terminal sends Ctrl-C to the whole group; the command decides what it means, we wait for it.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code, signal) => resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 1), output }));
  });
}

function readOrNull(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function fail(what, next) {
  process.stderr.write(`${what}\n${next}\n`);
  process.exit(1);
}
