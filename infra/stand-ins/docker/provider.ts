import { randomBytes } from 'node:crypto';
import type { Provider } from '@pulumi/pulumi/provider/index.js';
import { makeProvider } from '../../plugins/protocol/make-provider.ts';
import { container } from './kinds/container.ts';
import { network } from './kinds/network.ts';
import { remoteImage } from './kinds/remote-image.ts';
import { volume } from './kinds/volume.ts';

/**
 * A stand-in for Pulumi's plugin `docker` (5.2.0), for machines that cannot download its binary: it really makes
 * networks, volumes, images and containers on a Docker engine. It knows the inputs that this project uses, and does
 * with them what the plugin does (https://github.com/kreuzwerker/terraform-provider-docker, on which that one rests).
 */
const provided = makeProvider('5.2.0', {
  'docker:index/container:Container': container,
  'docker:index/network:Network': network,
  'docker:index/remoteImage:RemoteImage': remoteImage,
  'docker:index/volume:Volume': volume,
});

/** What has no name is called after its resource, with an ending that lets old and new stand side by side. */
export const provider: Provider = {
  ...provided,
  check: async (urn, olds, news) => {
    const checked = await provided.check?.(urn, olds, news);
    const name =
      news.name ?? olds?.name ?? `${urn.split('::').at(-1)}-${randomBytes(4).toString('hex').slice(1)}`;
    return { ...checked, inputs: { ...(checked?.inputs ?? news), name } };
  },
};
