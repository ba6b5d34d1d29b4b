import type { Worker } from 'node:worker_threads';
import { NoPlanInTimeError, type Plan } from '../domain/plan/index.ts';
import type { PlanProblem } from '../domain/plan/problem.ts';
import { startThread } from '../threads/start-thread.ts';
import type { SolveOptions } from './search.ts';
import type { PlanAnswer, PlanTask } from './worker.ts';

/** Thrown when as many problems wait as may wait. */
export class SolverBusyError extends Error {
  override name = 'SolverBusyError';
  constructor(
    /** Until a place should be free. */
    readonly retryAfterSeconds: number,
  ) {
    super(`The solver has as much to do as it takes on; try again in ${retryAfterSeconds} s.`);
  }
}

export interface PoolOptions {
  /** Module of the thread. */
  worker: URL;
  /** Problems that may wait beside the one that is searched; 8 by default. */
  maxWaiting?: number;
  /** A thread that is idle for so long ends, and gives its memory (some 100 MB) back; 30 s by default. */
  idleMs?: number;
  /** A thread that has not answered so long after the search should have ended is given up; 10 s by default. */
  graceMs?: number;
}

interface Task extends PlanTask {
  resolve: (plan: Plan) => void;
  reject: (error: Error) => void;
}

/** For the plan, for the nearest to it, and for the cheapest of the nearest. */
const mostSearches = 3;

/**
 * One thread that searches a plan after the other, started when it is needed. One is enough: more at once would only
 * take the processor from the requests that have nothing to solve.
 */
export class SolverPool {
  readonly #waiting: Task[] = [];
  readonly #options: Required<PoolOptions>;
  #current: Task | null = null;
  #worker: Worker | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor({ maxWaiting = 8, idleMs = 30_000, graceMs = 10_000, worker }: PoolOptions) {
    this.#options = { maxWaiting, idleMs, graceMs, worker };
  }

  /**
   * The plan of a problem, or the nearest to it that there is.
   *
   * @throws SolverBusyError when as many problems wait as may wait
   * @throws NoPlanInTimeError when none was found in time
   * @throws Error when the thread broke, took far too long, or the pool is closed
   */
  plan(problem: PlanProblem, options: SolveOptions): Promise<Plan> {
    if (this.#isClosed) return Promise.reject(new Error('The solver is closed.'));
    if (this.#waiting.length >= this.#options.maxWaiting)
      return Promise.reject(new SolverBusyError(Math.ceil(options.timeLimitSeconds)));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ problem, options, resolve, reject });
      this.#next();
    });
  }

  /** Problems that are searched or wait. */
  get length(): number {
    return this.#waiting.length + (this.#current ? 1 : 0);
  }

  /** Gives up on everything. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('The solver is closed.'));
    this.#fail(new Error('The solver is closed.'));
    clearTimeout(this.#timer);
    await worker?.terminate();
  }

  #next(): void {
    if (this.#current) return;
    const task = this.#waiting.shift();
    if (!task) {
      this.#waitIdle();
      return;
    }
    this.#current = task;
    const { problem, options } = task;
    const longestMs = mostSearches * options.timeLimitSeconds * 1000 + this.#options.graceMs;
    this.#setTimer(longestMs, () =>
      this.#fail(new Error(`The solver did not answer within ${longestMs} ms.`)),
    );
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage({ problem, options } satisfies PlanTask);
  }

  #start(): Worker {
    const worker = startThread(this.#options.worker);
    worker.on('message', (answer: PlanAnswer) => this.#answered(worker, answer));
    worker.on('error', (error) => this.#broke(worker, error));
    worker.on('exit', (code) => this.#broke(worker, new Error(`The solver ended with code ${code}.`)));
    return worker;
  }

  #answered(worker: Worker, answer: PlanAnswer): void {
    if (worker !== this.#worker) return;
    if ('error' in answer && !answer.isOutOfTime) {
      this.#fail(new Error(`The solver failed: ${answer.error}`));
      return;
    }
    const task = this.#current;
    this.#current = null;
    if ('plan' in answer) task?.resolve(answer.plan);
    else task?.reject(new NoPlanInTimeError());
    this.#next();
  }

  #broke(worker: Worker, error: Error): void {
    if (worker === this.#worker) this.#fail(error);
  }

  /** The thread is not used again: what went wrong in it may have left it broken. */
  #fail(error: Error): void {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    const task = this.#current;
    this.#worker = null;
    this.#current = null;
    task?.reject(error);
    void worker?.terminate();
    this.#next();
  }

  #waitIdle(): void {
    // Nothing to do is no reason to keep the process alive.
    this.#worker?.unref();
    this.#setTimer(this.#options.idleMs, () => this.#end());
  }

  #end(): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
  }

  #setTimer(ms: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
    this.#timer.unref();
  }
}
