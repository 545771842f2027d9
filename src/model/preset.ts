import type { Seconds } from './units.js';

/** How health is probed. */
export interface ProbeTiming {
  readonly interval: Seconds;
  readonly timeout: Seconds;
  readonly retries: number;
  readonly startPeriod: Seconds;
  readonly startInterval?: Seconds;
}

/** What is done to every container. Definitions and renderers read these switches and never the name of a preset. */
export interface Policy {
  /** Images and containers run as a user that is not root. */
  readonly unprivileged: boolean;
  readonly readOnlyRoot: boolean;
  readonly dropCapabilities: boolean;
  readonly noNewPrivileges: boolean;
  /** Processes and threads a container may have; 0 sets no limit. */
  readonly pidsLimit: number;
  /** An edge network and an internal one for the data, instead of one for all. */
  readonly isolateData: boolean;
  readonly redisPassword: boolean;
  /** PostgreSQL is tuned from its memory limit instead of by fixed values. */
  readonly derivedTuning: boolean;
  /** Log rotation, an init process, grace periods and no swap. */
  readonly runtimeGuards: boolean;
  /** Development publishes on 127.0.0.1 alone. */
  readonly loopback: boolean;
  /** Fixed names of containers, networks and volumes, instead of those that Compose derives from the project. */
  readonly fixedNames: boolean;
  /** Production refuses a variable that is not set; otherwise `imageTag` is its default. */
  readonly imageTag: string | 'required';
  readonly initdbArgs: 'icu' | 'libc';
  readonly user: { readonly name: string; readonly group: string; readonly uid: number; readonly gid: number };
  readonly probes: {
    /** nginx and the API. */
    readonly http: ProbeTiming;
    readonly postgres: ProbeTiming;
    readonly redis: ProbeTiming;
    /** Celery, by its heartbeat files. */
    readonly heartbeat: ProbeTiming;
  };
}

export interface Preset {
  readonly id: string;
  readonly summary: string;
  readonly policy: Policy;
  /** Defaults in the shape of lge.stack.json: under the user's options and above those of the questions. */
  readonly options: Readonly<Record<string, unknown>>;
}
