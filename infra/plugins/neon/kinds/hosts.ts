/** The host of an endpoint's connection pooler: `-pooler` after the endpoint's id (Neon's API, `EndpointPoolerMode`). */
export const poolerHost = ({ id, host }: { id: string; host: string }): string =>
  host.replace(id, `${id}-pooler`);
