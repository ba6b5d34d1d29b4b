import { runPlugin } from '../../plugins/protocol/run-plugin.ts';
import { provider } from './provider.ts';

await runPlugin(provider);
