import AjvCompiler from '@fastify/ajv-compiler';
import type { FastifyInstance } from 'fastify';

const common = { removeAdditional: false, allErrors: true, useDefaults: true } as const;

/**
 * Validates requests: everything in an address is text and is read as what the schema says; JSON has types of its own,
 * so that `"5"` in a body is no number and `false` is no name.
 */
export function registerValidation(app: FastifyInstance): void {
  const compilerFor = AjvCompiler();
  const ofText = compilerFor({}, { customOptions: { ...common, coerceTypes: true } });
  const ofJson = compilerFor({}, { customOptions: { ...common, coerceTypes: false } });
  app.setValidatorCompiler((route) => (route.httpPart === 'body' ? ofJson(route) : ofText(route)));
}
