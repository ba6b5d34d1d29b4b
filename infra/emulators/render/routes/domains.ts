import { type Call, param, Refusal, type Route, route } from '../../http/router.ts';
import { found, instant, type Json, makeId, page, type RenderState, type ServiceEntry } from '../state.ts';

type Domain = ServiceEntry['domains'][number];

const entryOf = (call: Call<RenderState>): ServiceEntry =>
  found(call.state.services, param(call, 'serviceId'));

function domainOf(call: Call<RenderState>): Domain {
  const asked = param(call, 'customDomainIdOrName');
  const domain = entryOf(call).domains.find(({ id, name }) => id === asked || name === asked);
  if (domain) return domain;
  throw new Refusal(404, `not found: ${asked}`);
}

function add(call: Call<RenderState>) {
  const name = String(call.body.name);
  const taken = [...call.state.services.values()].some(({ domains }) =>
    domains.some((each) => each.name === name),
  );
  if (taken) throw new Refusal(409, `domain ${name} is already in use`);
  const isApex = name.split('.').length === 2;
  // The `www` twin of an apex comes along with it, and leads to it.
  const made = isApex ? [domain(name, 'apex'), domain(`www.${name}`, 'subdomain', name)] : [domain(name)];
  entryOf(call).domains.push(...made);
  return { status: 201, body: made as Json[] };
}

function domain(name: string, domainType = 'subdomain', redirectForName = ''): Domain {
  const publicSuffix = name.split('.').at(-1);
  const verificationStatus = 'unverified';
  return {
    ...{ id: makeId('cdm'), name, domainType, publicSuffix, redirectForName, verificationStatus },
    createdAt: instant(),
  };
}

export const domainRoutes: readonly Route<RenderState>[] = [
  route('GET /services/{serviceId}/custom-domains', (call) => ({
    status: 200,
    body: page(entryOf(call).domains, 'customDomain', call.query),
  })),
  route('POST /services/{serviceId}/custom-domains', add),
  route('GET /services/{serviceId}/custom-domains/{customDomainIdOrName}', (call) => ({
    status: 200,
    body: domainOf(call),
  })),
  route('DELETE /services/{serviceId}/custom-domains/{customDomainIdOrName}', (call) => {
    const { id } = domainOf(call);
    const entry = entryOf(call);
    entry.domains = entry.domains.filter((each) => each.id !== id);
    return { status: 204 };
  }),
];
