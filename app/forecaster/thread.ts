import type { Worker } from 'node:worker_threads';
import { startThread } from '../threads/start-thread.ts';
import type { ForecastAnswer, ForecastQuestion, ForecastTask, Made } from './worker.ts';

interface Waiting {
  resolve: (made: Made) => void;
  reject: (error: Error) => void;
}

/** A thread that has had nothing to do for so long ends, and gives its memory back. */
const idleMs = 60_000;

/**
 * Makes forecasts in a thread, one after the other: one takes the better part of a second, in which a process that
 * serves requests must not stand still. The thread starts with the first forecast.
 */
export class ForecastThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #count = 0;
  #isClosed = false;

  /** @param module of the thread */
  constructor(readonly module: URL) {}

  /** @throws Error when the forecast failed, the thread broke or is closed */
  forecast(task: ForecastTask): Promise<Made> {
    if (this.#isClosed) return Promise.reject(new Error('The forecaster is closed.'));
    const id = this.#count++;
    const question: ForecastQuestion = { id, ...task };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      clearTimeout(this.#idle);
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage(question);
    });
  }

  /** Gives up on whatever is being made. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end(new Error('The forecaster is closed.'));
  }

  #start(): Worker {
    const worker = startThread(this.module);
    const broke = (error: Error): void => {
      if (worker === this.#worker) void this.#end(error);
    };
    worker.on('message', (answer: ForecastAnswer) => this.#answered(answer));
    worker.on('error', broke);
    worker.on('exit', (code) => broke(new Error(`The forecaster ended with code ${code}.`)));
    return worker;
  }

  #answered(answer: ForecastAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('made' in answer) waiting?.resolve(answer.made);
    else waiting?.reject(new Error(`The forecast failed: ${answer.error}`));
    if (this.#waiting.size > 0) return;
    // Nothing to do is no reason to keep the process alive.
    this.#worker?.unref();
    this.#idle = setTimeout(() => void this.#end(new Error('The forecaster was idle.')), idleMs).unref();
  }

  async #end(reason: Error): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
    await worker?.terminate();
  }
}
