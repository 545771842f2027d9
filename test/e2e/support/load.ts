import autocannon from 'autocannon';

export interface LoadResult {
  /** Answers of 2xx. */
  readonly served: number;
  /** Other answers, broken connections and timeouts. */
  readonly failed: number;
  /** What the failures were, for the message of a test. */
  readonly failures: string;
}

export interface Load {
  /** Ends it, and says how it went. */
  readonly stop: () => Promise<LoadResult>;
  /** Waits until it ends by itself. */
  readonly done: () => Promise<LoadResult>;
}

interface LoadOptions {
  readonly connections?: number;
  /** Requests a second, all connections together; as many as go when it is left out. */
  readonly rate?: number;
  /** Seconds after which an answer is missing; default: 10. */
  readonly timeout?: number;
  /** When it ends at the latest. */
  readonly seconds: number;
}

function summary(result: autocannon.Result): LoadResult {
  const { errors, timeouts, non2xx } = result;
  return {
    served: result['2xx'],
    failed: errors + non2xx,
    failures: `${errors - timeouts} broken, ${timeouts} timed out, ${non2xx} other answers`,
  };
}

/** Constant requests of one address, by autocannon. */
export function startLoad(url: string, { connections = 4, rate, timeout = 10, seconds }: LoadOptions): Load {
  const running = autocannon({ url, connections, duration: seconds, timeout, ...(rate && { overallRate: rate }) });
  const done = async (): Promise<LoadResult> => summary(await running);
  return {
    done,
    stop: () => {
      // An instance beside being a promise: @types/autocannon knows them apart only.
      (running as unknown as autocannon.Instance).stop();
      return done();
    },
  };
}
