import type { ResourceKind } from '../protocol/kind.ts';
import { customDomain } from './resources/custom-domain.ts';
import { envGroup } from './resources/env-group.ts';
import { environment } from './resources/environment.ts';
import { keyValue } from './resources/key-value.ts';
import { project } from './resources/project.ts';
import { registryCredential } from './resources/registry-credential.ts';
import { service } from './service/service.ts';
import type { Session } from './session.ts';

/**
 * Every resource of the plugin by its type token. A new kind is a file and a line here.
 *
 * @param open gives what the kinds work with; called when there is something to do at Render
 */
export function kindsOf(open: () => Session): Record<string, ResourceKind> {
  return {
    'render:index:BackgroundWorker': service('background_worker', open),
    'render:index:CronJob': service('cron_job', open),
    'render:index:CustomDomain': customDomain(open),
    'render:index:EnvGroup': envGroup(open),
    'render:index:Environment': environment(open),
    'render:index:KeyValue': keyValue(open),
    'render:index:PrivateService': service('private_service', open),
    'render:index:Project': project(open),
    'render:index:RegistryCredential': registryCredential(open),
    'render:index:StaticSite': service('static_site', open),
    'render:index:WebService': service('web_service', open),
  };
}
