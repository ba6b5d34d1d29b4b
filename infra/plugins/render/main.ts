import { log, runtime } from '@pulumi/pulumi';
import { runPlugin } from '../protocol/run-plugin.ts';
import { renderProvider } from './provider.ts';

const engine = process.argv.slice(2).find((arg) => !arg.startsWith('-'));
// The CLI shows what the engine is told; what a plugin writes to its standard error is only in verbose logs.
if (engine) runtime.resetOptions('', '', -1, engine, '', false, '');

await runPlugin(renderProvider(process.env, (line) => void log.info(line)));
