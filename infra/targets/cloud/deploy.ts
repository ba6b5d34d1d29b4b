import type * as pulumi from '@pulumi/pulumi';
import type { Reference } from '../../catalog/types.ts';
import { costOf } from '../../cost.ts';
import type { Settings } from '../../settings.ts';
import { type Given, givenSetting } from '../given.ts';
import type { PendingOutputs } from '../index.ts';
import { resolveEnv, settingOf, type TargetFacts } from '../local-plan.ts';
import { type SecretOf, secretMaker } from '../secrets.ts';
import { type CloudDatabase, makeDatabase } from './database.ts';
import { makeGithub } from './github.ts';
import { schedulesOf, servicesOf } from './outputs.ts';
import { cloudFacts, planCloud, runsPipelines } from './plan.ts';
import { makeApi, makeKeyValue, makeSite } from './render.ts';
import { releaseOf, sourceOf } from './source.ts';

/** The whole product on Render, Neon and GitHub. */
export async function deployCloud(settings: Settings, given: Given): Promise<PendingOutputs> {
  const plan = planCloud(settings);
  const source = sourceOf(settings);
  const release = releaseOf(settings, source);
  const secretOf = secretMaker();

  const database = makeDatabase(plan.database);
  const keyValue = plan.keyValue && makeKeyValue(plan.keyValue);
  const redisUrl = keyValue?.internalConnectionString ?? null;
  const facts = cloudFacts(settings, plan, release);
  const resolve = resolver(settings, facts, given, secretOf, database, redisUrl);
  const api = makeApi(plan.api, source, resolveEnv(plan.api.env, resolve));
  const web = makeSite(plan.web, source, api.url);
  const internalApiKey = secretOf('internal-api-key');
  const backupKey = runsPipelines(plan.github) ? secretOf('backup-key') : null;
  const secrets = {
    DATABASE_URL: database.directUrl,
    OWNER_DATABASE_URL: database.ownerUrl,
    INTERNAL_API_KEY: internalApiKey,
    ...(backupKey ? { BACKUP_KEY: backupKey } : {}),
    ...(given.backupAccessKeyId ? { AWS_ACCESS_KEY_ID: given.backupAccessKeyId } : {}),
    ...(given.backupSecretAccessKey ? { AWS_SECRET_ACCESS_KEY: given.backupSecretAccessKey } : {}),
  };
  const variables = {
    ...plan.github.variables,
    API_URL: api.url,
    ...(settings.backupTo ? { BACKUP_TO: settings.backupTo } : {}),
  };
  makeGithub(plan.github, source, { secrets, variables }, api);

  return {
    webUrl: web.url,
    apiUrl: api.url,
    prometheusUrl: null,
    grafanaUrl: null,
    services: servicesOf(plan, release, { api, ...web, keyValue }),
    schedules: schedulesOf(plan.github),
    databaseUrl: database.url,
    ownerDatabaseUrl: database.ownerUrl,
    redisUrl,
    internalApiKey,
    backupKey,
    backupTo: settings.backupTo,
    cost: costOf(settings),
    warnings: plan.warnings,
    neonProjectId: database.projectId,
  };
}

function resolver(
  settings: Settings,
  facts: TargetFacts,
  given: Given,
  secretOf: SecretOf,
  database: CloudDatabase,
  redisUrl: pulumi.Output<string> | null,
): (reference: Reference) => pulumi.Output<string> | string | undefined {
  return (reference) => {
    if (reference.from === 'secret') return secretOf(reference.secret, 'accepted');
    if (reference.from === 'setting')
      return givenSetting(given, reference.setting) ?? settingOf(settings, facts, reference.setting);
    if (reference.service === 'postgres')
      return reference.attribute === 'ownerUrl' ? database.ownerUrl : database.url;
    if (reference.service === 'redis') return redisUrl ?? undefined;
    throw new Error(`Render does not tell the address of ${reference.service}.`);
  };
}
