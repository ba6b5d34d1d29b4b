#!/usr/bin/env node
// `npx pulumi …` in this project: the pinned Pulumi CLI, found or installed, with the project's environment
// (state folder, passphrase, TypeScript loader). Everything Pulumi does works as usual.
import { register } from 'tsx/esm/api';

register();
const { runPulumi } = await import('../run.ts');
process.exit(await runPulumi(process.argv.slice(2)));
