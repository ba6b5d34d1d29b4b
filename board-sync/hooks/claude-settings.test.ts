import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary.ts';
import { changeClaudeSettings } from './claude-settings.ts';

const own = {
  permissions: { allow: ['Bash(npm test)'] },
  hooks: {
    PostToolUse: [{ matcher: 'Edit', hooks: [{ type: 'command', command: 'npx biome check' }] }],
    PreCompact: [],
  },
};

function project(settings?: string): { folder: string; file: string; read: () => unknown } {
  const folder = temporaryFolder();
  const file = join(folder, '.claude', 'settings.json');
  if (settings !== undefined) {
    mkdirSync(join(folder, '.claude'));
    writeFileSync(file, settings);
  }
  return { folder, file, read: () => JSON.parse(readFileSync(file, 'utf8')) };
}

describe("Claude Code's settings", () => {
  it('are made when there are none', () => {
    const { folder, file, read } = project();
    expect(changeClaudeSettings(folder, 'install')).toBe(file);
    expect(Object.keys((read() as typeof own).hooks)).toEqual(['PostToolUse', 'Stop']);
  });

  it("get ours after the user's own, once", () => {
    const { folder, read } = project(JSON.stringify(own));
    changeClaudeSettings(folder, 'install');
    const settings = read() as typeof own;
    expect(settings.permissions).toEqual(own.permissions);
    expect(settings.hooks.PostToolUse[0]).toEqual(own.hooks.PostToolUse[0]);
    expect(settings.hooks.PostToolUse).toHaveLength(3);
    expect(changeClaudeSettings(folder, 'install')).toBeNull();
  });

  it('are what they were after uninstalling', () => {
    const { folder, read } = project(JSON.stringify(own));
    changeClaudeSettings(folder, 'install');
    changeClaudeSettings(folder, 'uninstall');
    expect(read()).toEqual(own);
    expect(changeClaudeSettings(folder, 'uninstall')).toBeNull();
  });

  it.each(['\t', '    '])('are the same text after uninstalling, whatever the indentation: %j', (indent) => {
    const text = `${JSON.stringify(own, null, indent)}\n`;
    const { folder, file } = project(text);
    changeClaudeSettings(folder, 'install');
    changeClaudeSettings(folder, 'uninstall');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('are gone after uninstalling when only ours were there', () => {
    const { folder, file } = project();
    changeClaudeSettings(folder, 'install');
    expect(changeClaudeSettings(folder, 'uninstall')).toBe(file);
    expect(existsSync(file)).toBe(false);
  });

  it('stay a link to where the user keeps them', () => {
    const { folder, file, read } = project('{}');
    const elsewhere = join(folder, 'elsewhere.json');
    renameSync(file, elsewhere);
    symlinkSync(elsewhere, file);
    changeClaudeSettings(folder, 'install');
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(read()).toEqual(JSON.parse(readFileSync(elsewhere, 'utf8')));
    expect(Object.keys(read() as object)).toEqual(['hooks']);
  });

  it('keep a hook that the user put beside ours under the same matcher', () => {
    const { folder, file, read } = project();
    changeClaudeSettings(folder, 'install');
    const settings = read() as { hooks: { Stop: { hooks: object[] }[] } };
    settings.hooks.Stop[0]?.hooks.push({ type: 'command', command: 'say done' });
    writeFileSync(file, JSON.stringify(settings));
    changeClaudeSettings(folder, 'uninstall');
    expect(read()).toEqual({ hooks: { Stop: [{ hooks: [{ type: 'command', command: 'say done' }] }] } });
  });

  it.each(['{"hooks": ', '{"hooks": {"Stop": 1}}'])('that cannot be read are left alone: %s', (text) => {
    const { folder, file } = project(text);
    expect(() => changeClaudeSettings(folder, 'install')).toThrow(/cannot be read .* nothing was changed/);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('are not made by uninstalling', () => {
    const { folder, file } = project();
    expect(changeClaudeSettings(folder, 'uninstall')).toBeNull();
    expect(existsSync(file)).toBe(false);
  });
});
