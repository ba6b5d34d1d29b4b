import { LocalError } from '../errors.ts';
import { type ProcessSpec, type ProcessStatus, type ReplicaState, specHash } from '../spec.ts';
import { assertPortFree } from './ports.ts';
import { type Output, Replica, type ReplicaRecord } from './replica.ts';

/** What a supervisor must remember to be succeeded by another. */
export interface Memory {
  specs: ProcessSpec[];
  /** By process name, one entry a replica. */
  records: Record<string, (ReplicaRecord | null)[]>;
}

interface Options {
  output: Output;
  /** Called whenever {@link Supervisor.memory} changed. */
  onChange?: () => void;
}

/**
 * Keeps a set of processes up. Behind the socket of the daemon it serves `pulumi up`; in the foreground, `npm run dev`.
 */
export class Supervisor {
  readonly #services = new Map<string, { spec: ProcessSpec; replicas: Replica[] }>();

  constructor(readonly options: Options) {}

  get memory(): Memory {
    const services = [...this.#services.values()];
    return {
      specs: services.map(({ spec }) => spec),
      records: Object.fromEntries(
        services.map(({ spec, replicas }) => [spec.name, replicas.map((r) => r.record)]),
      ),
    };
  }

  /** Starts everything an earlier supervisor knew, taking over what still runs. Does not wait for health. */
  resume({ specs, records }: Memory): void {
    for (const spec of startOrder(specs)) {
      const replicas = this.#makeReplicas(spec);
      this.#services.set(spec.name, { spec, replicas });
      for (const replica of replicas) replica.start(records[spec.name]?.[replica.index] ?? null);
    }
    this.#changed();
  }

  list(): ProcessStatus[] {
    return [...this.#services.values()].map(({ spec, replicas }) => {
      const each = replicas.map((replica) => replica.status);
      return {
        name: spec.name,
        state: worst(each.map(({ state }) => state)),
        replicas: each,
        specHash: specHash(spec),
      };
    });
  }

  /**
   * Makes a process run as specified and waits until every replica is healthy. A new one that does not get there is
   * taken back; a running one is replaced a replica at a time and stays under supervision whatever happens.
   *
   * @throws LocalError when a port is taken or a replica does not become healthy
   */
  async put(spec: ProcessSpec): Promise<void> {
    const known = this.#services.get(spec.name);
    if (known) await this.#replace(known.replicas, spec);
    else await this.#add(spec);
  }

  /** Stops a process and forgets it; does nothing when it is not known. */
  async remove(name: string): Promise<void> {
    const known = this.#services.get(name);
    if (!known) return;
    await Promise.all(known.replicas.map((replica) => replica.stop()));
    this.#services.delete(name);
    this.#changed();
  }

  /** Stops everything, dependants first, without forgetting it. */
  async stopAll(): Promise<void> {
    const specs = [...this.#services.values()].map(({ spec }) => spec);
    for (const { name } of startOrder(specs).reverse()) {
      await Promise.all((this.#services.get(name)?.replicas ?? []).map((replica) => replica.stop()));
    }
  }

  async #add(spec: ProcessSpec): Promise<void> {
    const replicas = this.#makeReplicas(spec);
    for (const { port } of replicas) if (port !== null) await assertPortFree(port, spec.name);
    this.#services.set(spec.name, { spec, replicas });
    try {
      for (const replica of replicas) replica.start();
      await Promise.all(replicas.map((replica) => replica.untilHealthy()));
    } catch (error) {
      await this.remove(spec.name);
      throw error;
    }
  }

  async #replace(current: Replica[], spec: ProcessSpec): Promise<void> {
    const next = this.#makeReplicas(spec);
    for (const [index, replica] of next.entries()) {
      await current[index]?.stop();
      if (replica.port !== null) await assertPortFree(replica.port, spec.name);
      // Until its turn comes an old replica stays, so that the others go on serving.
      this.#services.set(spec.name, {
        spec,
        replicas: [...next.slice(0, index + 1), ...current.slice(index + 1)],
      });
      replica.start();
      await replica.untilHealthy();
    }
    await Promise.all(current.slice(next.length).map((replica) => replica.stop()));
    this.#services.set(spec.name, { spec, replicas: next });
    this.#changed();
  }

  #makeReplicas(spec: ProcessSpec): Replica[] {
    const { output } = this.options;
    return Array.from(
      { length: spec.replicas },
      (_, index) => new Replica(spec, index, output, () => this.#changed()),
    );
  }

  #changed(): void {
    this.options.onChange?.();
  }
}

const order: readonly ReplicaState[] = ['stopped', 'backing-off', 'starting', 'unhealthy', 'healthy'];

function worst(states: readonly ReplicaState[]): ReplicaState {
  return order.find((state) => states.includes(state)) ?? 'stopped';
}

/** Specs so that each comes after those it depends on; dependencies that are not there are passed over. */
export function startOrder(specs: readonly ProcessSpec[]): ProcessSpec[] {
  const ordered: ProcessSpec[] = [];
  const visit = (spec: ProcessSpec, path: readonly string[]): void => {
    if (ordered.includes(spec)) return;
    if (path.includes(spec.name))
      throw new LocalError(`${[...path, spec.name].join(' → ')} depend on each other.`);
    for (const name of spec.dependsOn) {
      const dependency = specs.find((candidate) => candidate.name === name);
      if (dependency) visit(dependency, [...path, spec.name]);
    }
    ordered.push(spec);
  };
  for (const spec of specs) visit(spec, []);
  return ordered;
}
