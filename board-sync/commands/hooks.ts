import { changeClaudeSettings } from '../hooks/claude-settings.ts';
import { type HookChange, installGitHooks, uninstallGitHooks } from '../hooks/git-hooks.ts';
import type { Context } from './context.ts';

/** `install-hooks`: git's hooks, and with `--claude` those of Claude Code; running it again changes nothing. */
export function addHooks(context: Context, claude: boolean): number {
  const { folder } = context.workspace;
  const changes = installGitHooks(folder);
  const settings = claude ? changeClaudeSettings(folder, 'install') : null;
  tell(context, changes, settings);
  return 0;
}

/** `uninstall-hooks`: everything as it was before. */
export function removeHooks(context: Context): number {
  const { folder } = context.workspace;
  tell(context, uninstallGitHooks(folder), changeClaudeSettings(folder, 'uninstall'));
  return 0;
}

function tell({ print }: Context, hooks: readonly HookChange[], claudeSettings: string | null): void {
  const rows = [
    ...hooks.map(({ file, outcome }) => `  ${file}  ${outcome}`),
    ...(claudeSettings ? [`  ${claudeSettings}  changed`] : []),
  ];
  print(rows.length > 0 ? rows.join('\n') : '  Nothing to do: no hook of the board sync is here.', {
    hooks,
    claudeSettings,
  });
}
