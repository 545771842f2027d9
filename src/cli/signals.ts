type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const SIGNALS: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Signals that are held back from ending the process, because something must be finished or put back first. */
export interface Held {
  /** Aborted by the first of them. */
  readonly arrived: AbortSignal;
  /** Lets go: one that has arrived, and that asks for an end from outside, ends the process now, as it meant to. */
  readonly release: () => Promise<void>;
}

/** Holds signals back until `release`. */
export function holdSignals(): Held {
  const controller = new AbortController();
  let first: Signal | undefined;
  const hear = (signal: Signal): void => {
    first ??= signal;
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, hear);
  return {
    arrived: controller.signal,
    release: async () => {
      // What came while nothing else could run is delivered now.
      await new Promise((resolve) => setImmediate(resolve));
      for (const signal of SIGNALS) process.off(signal, hear);
      // ^C is told in words, and has an exit code of ours.
      if (first === undefined || first === 'SIGINT') return;
      process.kill(process.pid, first);
      // It ends us before this does.
      await new Promise((resolve) => setTimeout(resolve, 1000));
    },
  };
}
