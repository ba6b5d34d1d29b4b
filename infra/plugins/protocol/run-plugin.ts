import messages from '@pulumi/pulumi/proto/provider_pb.js';
import { main, type Provider } from '@pulumi/pulumi/provider/index.js';

const lookEveryMs = 500;

/**
 * Serves a provider to the CLI that has started this process, and ends with it. A CLI that is killed takes no plugin
 * along, and one that goes on would change things under the next run.
 */
export async function runPlugin(provider: Provider): Promise<void> {
  const cli = process.ppid;
  setInterval(() => process.ppid === cli || process.exit(1), lookEveryMs).unref();
  letImport();
  await main(provider, process.argv.slice(2));
}

/** `pulumi import` reads a thing without any properties, on which the server in the SDK breaks. */
function letImport(): void {
  const request = messages.ReadRequest.prototype;
  const { getProperties } = request;
  const none = { toJavaScript: () => ({}) } as ReturnType<typeof getProperties>;
  request.getProperties = function (this: typeof request) {
    return getProperties.call(this) ?? none;
  };
}
