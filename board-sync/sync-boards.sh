#!/bin/sh
# The board sync under the name of its forerunner: sync-boards.sh [all|github|notion|status|logs|queue|drain] [--force] [--bg]
cd "$(dirname "$0")/.." && exec npm run --silent board-sync -- "$@"
