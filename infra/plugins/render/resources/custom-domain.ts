import type { ResourceKind, Values } from '../../protocol/kind.ts';
import * as shapes from '../client/shapes.ts';
import { nullIfGone, RenderError, unlessGone } from '../errors.ts';
import { idOf } from '../fields/common.ts';
import { checkAgainst, type Fields, inputsAmong } from '../fields/field.ts';
import { text } from '../fields/shape.ts';
import { makeOnce } from '../make-once.ts';
import type { Session } from '../session.ts';
import { compared } from './compared.ts';

const domain = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const fields: Fields = {
  serviceId: { shape: idOf('srv'), change: 'replace', required: true },
  name: {
    shape: text(domain, 'a domain in small letters, such as www.example.org'),
    change: 'replace',
    required: true,
  },
};

/** A domain on a web service or static site. Render asks for its DNS record by itself, and verifies it when it is there. */
export function customDomain(open: () => Session): ResourceKind {
  return {
    secrets: [],
    check: (inputs, pending) => checkAgainst(fields, inputs, pending),
    diff: async (_id, outputs, inputs) => ({
      ...compared(fields, outputs, inputs),
      deleteBeforeReplace: true,
    }),
    create: async (inputs) => {
      const made = await make(open(), inputs);
      return { id: `${inputs.serviceId}/${inputs.name}`, outputs: { ...inputs, ...told(made) } };
    },
    update: async (_id, inputs, outputs) => ({ ...outputs, ...inputs }),
    read: async (id) => {
      const { serviceId, name } = partsOf(id);
      const live = await nullIfGone(open().client.get(pathOf(id), shapes.customDomain));
      return live && { serviceId, name, ...told(live) };
    },
    inputsOf: (outputs) => inputsAmong(fields, outputs),
    delete: (id) => unlessGone(open().client.delete(pathOf(id))),
  };
}

function make(session: Session, { serviceId, name }: Values): Promise<shapes.CustomDomain> {
  const path = `/services/${serviceId}/custom-domains`;
  return makeOnce(session, {
    what: `domain ${name}`,
    path,
    body: { name },
    // The answer lists the `www.` twin of an apex too.
    read: (body) => namedAmong(shapes.customDomains(body), name),
    find: async () => {
      const all = await session.client.all(path, 'customDomain', shapes.customDomain);
      return all.find((each) => each.name === name);
    },
    differing: () => [],
  });
}

function namedAmong(domains: readonly shapes.CustomDomain[], name: unknown): shapes.CustomDomain {
  const found = domains.find((each) => each.name === name);
  if (found) return found;
  throw new RenderError(
    `Render made a domain, but ${name} is not in its answer: look at it in the dashboard.`,
  );
}

function told({ domainType, verificationStatus, redirectForName }: shapes.CustomDomain): Values {
  return { domainType, verificationStatus, redirectForName };
}

function partsOf(id: string): { serviceId: string; name: string } {
  const [serviceId, name] = id.split('/');
  if (serviceId && name) return { serviceId, name };
  throw new RenderError(
    `${id} is no id of a domain: it is the id of its service and its name, srv-…/www.example.org.`,
  );
}

function pathOf(id: string): string {
  const { serviceId, name } = partsOf(id);
  return `/services/${serviceId}/custom-domains/${name}`;
}
