import { stringify } from 'yaml';
import type { EnvValue } from '../catalog/types.ts';
import { readSettings } from '../settings.ts';
import { type ApiPlan, type CloudPlan, cloudFacts, planCloud, routesOf } from '../targets/cloud/plan.ts';
import { settingOf } from '../targets/local-plan.ts';

/**
 * `render.yaml`: production as a Blueprint of Render, for those who do not use Pulumi. Neon, GitHub and the domain are not
 * Render's, so the URLs of the database are asked for. https://render.com/docs/blueprint-spec
 */
export function blueprint(marker: string): string {
  const settings = readSettings('production', 'electricity-optimizer', () => undefined);
  const plan = planCloud(settings);
  const facts = cloudFacts(settings, plan, '');
  const value = (name: Parameters<typeof settingOf>[2]): string | undefined =>
    // Render knows itself which commit it builds.
    name === 'release' ? undefined : settingOf(settings, facts, name);
  const services = [apiService(plan, value), siteService(plan), keyValueService(plan)];
  return `# ${marker}\n${stringify({ services: services.filter(Boolean) }, { lineWidth: 0 })}`;
}

type SettingValue = (name: Parameters<typeof settingOf>[2]) => string | undefined;

function apiService({ api, keyValue }: CloudPlan, value: SettingValue): object {
  return {
    type: 'web',
    name: api.name,
    runtime: api.runtime,
    plan: api.plan,
    region: api.region,
    numInstances: api.replicas,
    buildCommand: api.buildCommand,
    ...(api.preDeployCommand ? { preDeployCommand: api.preDeployCommand } : {}),
    startCommand: api.startCommand,
    healthCheckPath: api.healthCheckPath,
    maxShutdownDelaySeconds: api.shutdownSeconds,
    envVars: variablesOf(api, keyValue?.name, value),
  };
}

function variablesOf(api: ApiPlan, keyValue: string | undefined, value: SettingValue): object[] {
  return Object.entries(api.env).flatMap(([key, given]) => {
    const source = sourceOf(given, keyValue, value);
    return source ? [{ key, ...source }] : [];
  });
}

function sourceOf(given: EnvValue, keyValue: string | undefined, value: SettingValue): object | null {
  if (typeof given === 'string') return { value: given };
  if (given.from === 'secret') return { generateValue: true };
  if (given.from === 'setting') {
    const known = value(given.setting);
    return known === undefined ? null : { value: known };
  }
  if (given.service === 'redis')
    return keyValue
      ? { fromService: { type: 'keyvalue', name: keyValue, property: 'connectionString' } }
      : null;
  // Asked for when the Blueprint is made.
  return { sync: false };
}

function siteService({ web, api }: CloudPlan): object {
  return {
    type: 'web',
    name: web.name,
    runtime: 'static',
    buildCommand: web.buildCommand,
    staticPublishPath: web.publishPath,
    // Render may append to the name in the address when it is taken: change it here then.
    routes: routesOf(`https://${api.name}.onrender.com`),
    headers: web.headers,
  };
}

function keyValueService({ keyValue }: CloudPlan): object | null {
  if (!keyValue) return null;
  const { name, plan, region, maxmemoryPolicy } = keyValue;
  // No address outside Render may reach it.
  return {
    type: 'keyvalue',
    name,
    plan,
    region,
    maxmemoryPolicy: maxmemoryPolicy.replace('_', '-'),
    ipAllowList: [],
  };
}
