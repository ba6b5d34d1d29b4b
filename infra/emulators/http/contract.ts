import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** What is wrong with a body, by a vendor's published specification; null when nothing is. */
export interface Contract {
  request(method: string, pattern: string, body: unknown): string | null;
  response(method: string, pattern: string, status: number, body: unknown): string | null;
}

/** A body of a request or an answer; a reference points to one under `components/responses`. */
interface Media {
  content?: Record<string, { schema?: object }>;
  $ref?: string;
}

interface Operation {
  requestBody?: Media;
  responses?: Record<string, Media>;
}

/** The parts of an OpenAPI 3.0 document that a contract needs. */
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { responses?: Record<string, Media>; schemas?: Record<string, object> };
}

/** Holds bodies against an OpenAPI document; each schema is compiled when it is first needed. */
export function contractOf(document: OpenApi): Contract {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, 'api');
  const compiled = new Map<string, ValidateFunction>();
  const check = (key: string, schema: object | undefined, body: unknown): string | null => {
    if (!schema) return null;
    const validate = compiled.get(key) ?? ajv.compile(absolute(schema) as object);
    compiled.set(key, validate);
    return validate(body) ? null : `${key}: ${ajv.errorsText(validate.errors)}`;
  };
  const operation = (method: string, pattern: string) => document.paths[pattern]?.[method.toLowerCase()];
  return {
    request: (method, pattern, body) =>
      check(`${method} ${pattern}`, jsonSchema(document, operation(method, pattern)?.requestBody), body),
    response: (method, pattern, status, body) => {
      const responses = operation(method, pattern)?.responses;
      const found = responses?.[status] ?? responses?.default;
      if (!found) return `${method} ${pattern} has no answer ${status} in the specification`;
      return check(`${method} ${pattern} ${status}`, jsonSchema(document, found), body);
    },
  };
}

function jsonSchema(document: OpenApi, media: Media | undefined): object | undefined {
  const name = media?.$ref?.split('/').at(-1);
  const found = name ? document.components.responses?.[name] : media;
  return found?.content?.['application/json']?.schema;
}

/** References inside the document, as seen from outside of it. */
function absolute(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(absolute);
  if (schema === null || typeof schema !== 'object') return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' && value.startsWith('#') ? `api${value}` : absolute(value),
    ]),
  );
}
