/** Runs one pipeline with its output on this terminal, and gives its exit code. */
export type RunPipeline = (name: string, args: readonly string[]) => Promise<number>;

/** Where the steps of a recovery run: as processes of this machine, or in containers beside the stack. */
export interface RecoverySite {
  /** Runs a pipeline against the database in use. */
  onDatabase: RunPipeline;
  /**
   * Lays base and log out for a server.
   *
   * @param which arguments of `wal-fetch` that say how far
   * @returns its exit code
   */
  layOut(which: readonly string[]): Promise<number>;
  /** ISO instant of which everything is in what was laid out, and nothing of after it. */
  until(): Promise<string>;
  /** Starts a server on it, and returns once it takes writes. @throws when it cannot be recovered, saying why */
  start(): Promise<RecoveredDatabase>;
  /** Takes away whatever was laid out; a server that still runs is stopped first. */
  remove(): Promise<void>;
}

/** The database as it was, on a server of its own. */
export interface RecoveredDatabase {
  /** Runs a pipeline against it. */
  onDatabase: RunPipeline;
  stop(): Promise<void>;
}
