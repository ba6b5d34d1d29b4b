import type { FastifyInstance } from 'fastify';

/** The page brings its own scripts and styles, and draws with `data:` images. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Of a schema whose body may be left out; the generator of OpenAPI takes every body for required. */
export interface OptionalBody {
  'x-optional-body': true;
}

type Operation = Partial<OptionalBody> & { requestBody?: { required?: boolean } };

/** OpenAPI at `/docs/json`, and a page to try it out at `/docs`. Register it before the routes. */
export async function registerDocs(app: FastifyInstance, version: string): Promise<void> {
  // Production has no such page, and does without the memory.
  const [{ default: swagger }, { default: swaggerUi }] = await Promise.all([
    import('@fastify/swagger'),
    import('@fastify/swagger-ui'),
  ]);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Electricity Optimizer',
        version,
        description:
          'Day-ahead prices, forecasts and cheapest windows. Errors are RFC 9457 problem documents.',
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          apiKeyHeader: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
          apiKeyQuery: { type: 'apiKey', in: 'query', name: 'api_key' },
          bearer: { type: 'http', scheme: 'bearer' },
          accessCookie: { type: 'apiKey', in: 'cookie', name: 'eo_access' },
        },
      },
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) return document.swaggerObject;
      const operations = Object.values(document.openapiObject.paths ?? {}).flatMap((path) =>
        Object.values(path as Record<string, Operation>),
      );
      for (const { requestBody, ...operation } of operations)
        if (requestBody && operation['x-optional-body']) requestBody.required = false;
      return document.openapiObject;
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: contentSecurityPolicy });
}
