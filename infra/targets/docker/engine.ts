import Docker from 'dockerode';

/** The engine that DOCKER_HOST names, else the one of this machine. */
export const engine = new Docker();

/** Whether the engine says that there is no such thing. */
export const isUnknown = (error: unknown): boolean => (error as { statusCode?: number }).statusCode === 404;
