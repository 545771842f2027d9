import type { Env } from './variable.js';
import type { Mebibytes, Seconds } from './units.js';

export interface Limits {
  readonly cpus: number;
  readonly memory: Mebibytes;
}

export interface Build {
  /** Name of the image, without registry and tag: `shop-backend`. */
  readonly name: string;
  /** Folder, relative to the project. */
  readonly context: string;
  readonly dockerfile: string;
  readonly target?: string;
  /** What the build is told, beside the version. */
  readonly args?: Env;
  /** Image that its last stage begins with. */
  readonly base: string;
  /** What the result should stay under, for the documents. */
  readonly size?: string;
  /** What it runs by itself; whoever puts something before it must repeat it. */
  readonly command?: readonly string[];
  /** `UID:GID` that it runs as by itself, for an engine that wants to be told. */
  readonly user?: string;
}

/**
 * Where the image comes from: a registry, a Dockerfile, or the build of another service. The entrypoint of a foreign
 * image must be told where it has one: whoever puts something before it must repeat it.
 */
export type ImageSource =
  | { readonly pull: string; readonly entrypoint?: readonly string[] }
  | { readonly build: Build }
  | { readonly of: string };

/** For an engine that asks by itself, without a program in the container. */
export interface Asked {
  readonly port: number;
  /** An address that answers 200 in good health; without one it is enough that a connection is accepted. */
  readonly path?: string;
  /** One that answers 200 as long as the process serves, whatever becomes of what it depends on. */
  readonly live?: string;
}

/**
 * Exec form without a shell, or a line for `sh`, which every image here has. What happens at the end of the
 * periods: `startInterval` applies within `startPeriod`, `interval` after it.
 */
export interface Healthcheck {
  readonly test: { readonly exec: readonly string[] } | { readonly shell: string };
  /** Of an address: the status that is expected, for documents; 200 unless it says so. */
  readonly expects?: string;
  /** The same question without the program, where it is one that needs none. */
  readonly asks?: Asked;
  readonly interval: Seconds;
  readonly timeout: Seconds;
  readonly retries: number;
  readonly startPeriod: Seconds;
  readonly startInterval?: Seconds;
}

export interface PublishedPort {
  readonly host: number;
  readonly container: number;
  readonly about: string;
  /** Where in lge.stack.json the port is said, for messages. */
  readonly option: readonly string[];
  /** On 127.0.0.1 with every preset: who reaches it may do anything, such as run code. */
  readonly local?: boolean;
  /** A page to begin with, where `/` is none. */
  readonly page?: string;
}

export interface NamedVolume {
  readonly name: string;
  readonly target: string;
  readonly about: string;
  /** Whether losing it loses data. */
  readonly backup: boolean;
  /** The script that saves it, where there is one. */
  readonly savedBy?: string;
  /** Its full name, where it was there before the stack: the engine neither makes nor removes it. */
  readonly existing?: string;
  /**
   * The program must own the folder of its data, and some engines give it a volume that belongs to root: then this
   * variable says a folder inside.
   */
  readonly owned?: { readonly variable: string; readonly folder: string };
}

export interface Bind {
  /** Relative to the project. */
  readonly source: string;
  readonly about: string;
  /** Whether losing it loses something: Git does not have it. */
  readonly backup: boolean;
  readonly target: string;
  readonly readOnly: boolean;
  /** Of a folder: the files in it that the container reads, all of them secret. */
  readonly secrets?: readonly string[];
}

export interface Tmpfs {
  readonly target: string;
  readonly size: Mebibytes;
  /** Octal, default 1777. */
  readonly mode?: string;
  readonly uid?: number;
  readonly gid?: number;
}

export interface WatchRule {
  readonly action: 'sync' | 'sync+restart' | 'rebuild';
  readonly path: string;
  readonly target?: string;
}

export type NetworkId = 'edge' | 'data';

/** How a container uses the database, for the connection budget. */
export interface DatabaseClients {
  /** Processes of one replica that hold a pool each. */
  readonly processes: number;
  /** Connections of one process at most: pool and overflow. */
  readonly connections: number;
  /** More of it run while a new version replaces it, as many as the target says. */
  readonly surge: boolean;
}

/** Why something is as it is: one line for the reader of the file, by field of the container. */
export type Notes = { readonly [field: string]: string | undefined };

/** What a definition says of its container. No target is mentioned: Compose is one of several readers. */
export interface ContainerSpec {
  /** One line, where the definition's summary does not hold in this environment. */
  readonly summary?: string;
  readonly image: ImageSource;
  /** Instead of the image's own. */
  readonly command?: readonly string[];
  /** The port on which other containers reach it. */
  readonly port?: number;
  readonly publish?: readonly PublishedPort[];
  readonly env?: Env;
  /** Gets the environment that all containers of the application share. */
  readonly application?: boolean;
  readonly volumes?: readonly NamedVolume[];
  readonly binds?: readonly Bind[];
  readonly tmpfs?: readonly Tmpfs[];
  /** `none` switches off what the image brings. */
  readonly healthcheck?: Healthcheck | 'none';
  readonly networks: readonly NetworkId[];
  /** `UID:GID`, where the image would start as root. */
  readonly user?: string;
  /** Capabilities that it needs although all are dropped. */
  readonly capAdd?: readonly string[];
  /** Whether it runs on a read-only root file system; true unless it says no. */
  readonly readOnly?: boolean;
  readonly shm?: Mebibytes;
  readonly stopGrace?: Seconds;
  readonly stopSignal?: string;
  /** Runs once to its end and is not restarted. */
  readonly oneShot?: boolean;
  readonly watch?: readonly WatchRule[];
  /** Starts only when asked for by this name. */
  readonly profile?: string;
  readonly database?: DatabaseClients;
  readonly notes?: Notes;
}
