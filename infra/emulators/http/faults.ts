/** What goes wrong with a request. `cut-before` loses the request, `cut-after` only the answer: the change is made. */
export type FaultKind = '402' | '423' | '429' | '500' | '503' | 'slow' | 'cut-before' | 'cut-after';

export interface Fault {
  kind: FaultKind;
  /** How many requests it hits; 1 when left out. */
  times?: number;
  /** How many matching requests it lets pass before; 0 when left out. */
  after?: number;
  method?: string;
  /** What the path must match, e.g. `/\/branches$/`. */
  path?: RegExp;
  /** Sent with 423, 429 and 503. */
  retryAfterSeconds?: number;
  /** How long `slow` waits; 1,000 when left out. */
  delayMs?: number;
}

/** Faults on demand: the first that matches a request hits it. */
export class Faults {
  #waiting: (Fault & { times: number; after: number })[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault, times: fault.times ?? 1, after: fault.after ?? 0 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** How many faults have not run out. */
  get pending(): number {
    return this.#waiting.length;
  }

  take(method: string, path: string): Fault | null {
    for (const fault of this.#waiting) {
      if (fault.method && fault.method !== method) continue;
      if (fault.path && !fault.path.test(path)) continue;
      if (fault.after > 0) {
        fault.after -= 1;
        continue;
      }
      fault.times -= 1;
      if (fault.times <= 0) this.#waiting = this.#waiting.filter((other) => other !== fault);
      return fault;
    }
    return null;
  }
}
