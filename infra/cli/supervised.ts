import type { ProcessStatus } from '../plugins/local/spec.ts';
import { connectSupervisor } from '../plugins/local/supervisor/client.ts';
import { dataRootOf } from '../targets/local-host.ts';
import type { Stack } from './stack.ts';

/** The folder of a local stack's data: from its configuration, else the default place. */
export async function dataRootOfStack(stack: Stack): Promise<string> {
  const config = await stack.getAllConfig();
  return dataRootOf(stack.name, config['electricity-optimizer:dataDir']?.value ?? null);
}

/** The processes of a local stack as its supervisor sees them; empty when none runs, or on another target. */
export async function supervised(stack: Stack): Promise<ProcessStatus[]> {
  try {
    return await connectSupervisor(await dataRootOfStack(stack)).list();
  } catch {
    return [];
  }
}
