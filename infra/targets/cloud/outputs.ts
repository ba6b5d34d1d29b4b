import * as pulumi from '@pulumi/pulumi';
import { jobsEverywhere } from '../../catalog/jobs.ts';
import type { ScheduleOutput, ServiceOutput } from '../../outputs.ts';
import type * as render from '../../plugins/render/sdk.ts';
import { type CloudPlan, type GithubPlan, resourcesOf, runsPipelines } from './plan.ts';

/** What was made at Render. */
interface Made {
  api: render.WebService;
  site: render.StaticSite;
  /** Where the page is. */
  url: pulumi.Input<string>;
  keyValue: render.KeyValue | null;
}

/** The services of a stack as its outputs list them. */
export function servicesOf(
  { api: apiPlan, keyValue: keyValuePlan }: CloudPlan,
  release: string,
  { api, site, url, keyValue }: Made,
): pulumi.Output<ServiceOutput[]> {
  const one = { replicas: 1, limits: null };
  return pulumi.output([
    {
      name: 'backend',
      status: api.deployStatus.apply(statusOf),
      url: api.url,
      version: release,
      replicas: apiPlan.replicas,
      limits: resourcesOf(apiPlan.plan),
    },
    { ...one, name: 'frontend', status: site.deployStatus.apply(statusOf), url, version: release },
    ...(keyValue
      ? [
          {
            ...one,
            name: 'redis',
            status: keyValue.status.apply(statusOf),
            url: null,
            version: `Render Key Value ${keyValuePlan?.plan}`,
          },
        ]
      : []),
    { ...one, name: 'postgres', status: 'managed', url: null, version: 'Neon' },
  ]);
}

/** Render's word in the vocabulary of the outputs. */
const statusOf = (status: string): string =>
  status === 'live' || status === 'available' ? 'healthy' : status;

/** Pipelines run on GitHub Actions, with the data of the stack that has an environment for them there. */
export function schedulesOf(plan: GithubPlan): ScheduleOutput[] {
  if (!runsPipelines(plan)) return [];
  return jobsEverywhere.map(({ name, cron, purpose }) => ({ name, cron, purpose, runner: 'github-actions' }));
}
