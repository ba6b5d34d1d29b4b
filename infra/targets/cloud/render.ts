import type * as pulumi from '@pulumi/pulumi';
import * as render from '../../plugins/render/sdk.ts';
import { type ApiPlan, type KeyValuePlan, routesOf, type WebPlan } from './plan.ts';
import type { Source } from './source.ts';

export const makeKeyValue = (plan: KeyValuePlan): render.KeyValue =>
  new render.KeyValue('redis', plan, { retainOnDelete: !plan.allowDataLoss });

/** The API, built from the repository or run from an image. It is there when its deploy is live. */
export function makeApi(
  plan: ApiPlan,
  source: Source,
  env: Record<string, pulumi.Input<string>>,
): render.WebService {
  const { name, region, healthCheckPath, rollbackOnFailure, preDeployCommand } = plan;
  return new render.WebService('backend', {
    ...plan.workspace,
    ...{ name, region, healthCheckPath, rollbackOnFailure, env },
    ...programOf(plan, source),
    plan: plan.plan,
    numInstances: plan.replicas,
    maxShutdownDelaySeconds: plan.shutdownSeconds,
    ...(preDeployCommand ? { preDeployCommand } : {}),
  });
}

function programOf({ image, buildCommand, startCommand }: ApiPlan, source: Source) {
  if (image) return { runtime: 'image', image, dockerCommand: startCommand } as const;
  return { runtime: 'node', ...checkoutOf(source), buildCommand: buildCommand ?? '', startCommand } as const;
}

const checkoutOf = ({ owner, repository, branch, commit }: Source) => ({
  repo: `https://github.com/${owner}/${repository}`,
  branch,
  ...(commit ? { commit } : {}),
});

/** The page, which passes what it asks of the API on to it. */
export function makeSite(
  plan: WebPlan,
  source: Source,
  apiUrl: pulumi.Output<string>,
): { site: render.StaticSite; url: pulumi.Output<string> | string } {
  const { name, buildCommand, publishPath, headers, domain } = plan;
  const site = new render.StaticSite('frontend', {
    ...plan.workspace,
    ...{ name, buildCommand, publishPath, headers },
    ...checkoutOf(source),
    routes: apiUrl.apply(routesOf),
  });
  if (!domain) return { site, url: site.url };
  new render.CustomDomain('domain', { serviceId: site.id, name: domain });
  return { site, url: `https://${domain}` };
}
