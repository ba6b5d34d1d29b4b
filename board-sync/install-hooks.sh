#!/bin/sh
# Installs the git hooks of the board sync in this clone; with --claude the hooks of Claude Code too.
exec "$(dirname "$0")/sync-boards.sh" install-hooks "$@"
