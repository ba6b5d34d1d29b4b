import { existsSync, readFileSync } from 'node:fs';
import { type Contract, contractOf, type OpenApi } from '../http/contract.ts';

/** Where Render's specification lies, next to the repository; `RENDER_OPENAPI` names another place. */
const besides = new URL('../../../../shared/vendor/render-openapi.patched-2026-10.json', import.meta.url);

let loaded: Contract | undefined;

/** Render's published specification where it is at hand; the project does not carry it, since it has no licence. */
export function renderContract(): Contract {
  const file = process.env.RENDER_OPENAPI ?? besides;
  loaded ??= existsSync(file) ? contractOf(asAnswered(file)) : { request: () => null, response: () => null };
  return loaded;
}

type Schema = Record<string, unknown> & { properties?: Record<string, Record<string, unknown>> };

/** The specification, corrected where real answers differ from it (`vendor/facts.md` §1.4). */
function asAnswered(file: string | URL): OpenApi {
  // The details of one type of service fit those of others too.
  const text = readFileSync(file, 'utf8').replaceAll('"oneOf"', '"anyOf"');
  const document = JSON.parse(text) as OpenApi;
  const { schemas = {} } = document.components;
  const nullable = (schema: string, ...names: string[]): void => {
    const { properties = {} } = (schemas[schema] ?? {}) as Schema;
    for (const name of names) Object.assign(properties[name] ?? {}, { nullable: true });
  };
  nullable('deploy', 'commit', 'finishedAt');
  nullable('environment', 'databasesIds', 'redisIds', 'serviceIds', 'envGroupIds');
  nullable('keyValue', 'ipAllowList');
  nullable('keyValueDetail', 'ipAllowList');
  const { responses } = document.paths['/environments/{environmentId}/resources']?.post ?? {};
  if (responses?.['200']) responses['201'] = responses['200'];
  return document;
}
