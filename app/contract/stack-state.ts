/**
 * What a stack is besides its data, as the command line hands it to the pipelines and has it back: secrets stand in it in plain text,
 * which is why it is only ever kept sealed.
 */
export interface StackState {
  /** Values of the configuration by their whole key, `space:name`. */
  config: Record<string, { value: string; secret?: boolean }>;
  /** What `pulumi stack export --show-secrets` says. */
  deployment: {
    version: number;
    deployment: { resources?: StateResource[]; secrets_providers?: unknown };
  };
}

/** Of a resource what tells it from another; there is more. */
export interface StateResource {
  urn: string;
  id?: string;
  inputs?: unknown;
  outputs?: unknown;
  protect?: boolean;
}

/** A state as it was kept. */
export interface KeptState extends StackState {
  format: number;
  /** Name of the stack; it goes into no other. */
  stack: string;
  /** The instant at which it was kept, as a name for a file. */
  id: string;
  release: string;
}
