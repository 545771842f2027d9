import type { Bind } from './container.js';
import type { Mebibytes } from './units.js';
import type { Variable } from './variable.js';

/** What the generated documents say of production where one engine differs from another: Markdown, without headings. */
export interface Words {
  /** What holds all that runs, such as its Compose project. */
  readonly project: string;
  /** How more containers of a service are asked for in passing. */
  readonly scale: string;
  /** What replaces a version while it serves. */
  readonly release: string;
  /** What starts again that which hangs: whether it is there by itself, and where. */
  readonly hangs: readonly [status: string, where: string];
  readonly file: FileWords;
  readonly lockdown: LockdownWords;
  /** What runs beside everything else while a new version takes over; absent where nothing does. */
  readonly surge?: { readonly about: string; readonly memory: Mebibytes };
  readonly network: NetworkWords;
  readonly health: HealthWords;
  readonly secrets: SecretWords;
  readonly validation: Validation;
  /** What a person has to do once, before production starts for the first time. */
  readonly prepare: readonly Task[];
  /** What a person has to see to from then on. */
  readonly upkeep: readonly Task[];
  /** Where the database can be reached by its scripts. */
  readonly dataHost: string;
  /** How to look at production when something is wrong. */
  readonly look: string;
}

export type Task = readonly [task: string, priority: 'high' | 'medium'];
export type Setting = readonly [setting: string, value: string, why: string];
export type Check = readonly [what: string, command: string, expected: string];

/** Of the section about the file that production runs by. */
export interface FileWords {
  readonly heading: string;
  readonly about: string;
  /** Without a version in .env, where one is needed. */
  readonly untagged: string;
  /** Where the images come from. */
  readonly images: string;
  /** How a container is started again. */
  readonly restart: Setting;
  /** What else every container gets on this engine. */
  readonly more: readonly Setting[];
  /** All that every container gets, where the engine has keys of its own for it: instead of the table of Compose. */
  readonly settings?: readonly Setting[];
}

export interface LockdownWords {
  /** How new privileges are refused, and whether the file says so or somebody has to. */
  readonly privileges: { readonly inForce: boolean; readonly how: string };
  /** Whether swap can be switched off for a container. */
  readonly swapOff: boolean;
  /** Whether the number of processes can be limited. */
  readonly processes: boolean;
  /** The keys that say the two. */
  readonly readOnly: string;
  readonly capabilities: string;
  /** What else locks down. */
  readonly more: readonly (readonly [measure: string, inForce: string, how: string])[];
}

export interface NetworkWords {
  readonly driver: string;
  readonly portsHeading: string;
  /** What to know of the world around those ports. */
  readonly outside: string;
  /** Who chooses addresses, where the options do not. */
  readonly address: string;
  /** What a volume is called outside the file. */
  readonly volume: (name: string) => string;
  readonly volumeType: string;
  /** What becomes of a file of the project in a container. */
  readonly bind: (bind: Bind) => string;
  readonly keeps: string;
  /** What connects hosts, where there are several. */
  readonly between?: string;
}

export interface HealthWords {
  /** Who asks the API whether it can do its work. */
  readonly asks: string;
  /** Instead of a table of what waits for what. */
  readonly order?: string;
  readonly unhealthy: string;
  /** How it is asked while it starts, where that is not as Docker does it. */
  readonly starting?: string;
}

export interface SecretWords {
  readonly stored: (variable: Variable) => string;
  /** Of files in a folder of the project. */
  readonly storedFile: (folder: string) => string;
  readonly seenBy: string;
}

/** The checks of the validation that ask the engine, and how it is asked. */
export interface Validation {
  readonly running: readonly Check[];
  /** Runs a command in a container of a service. */
  readonly inside: (service: string, command: string) => string;
  readonly logs: (service: string) => string;
  /** Ends a container of a service from outside, where that is not done by its first process. */
  readonly ends?: (service: string) => string;
  /** What is seen after a container has ended. */
  readonly comesBack: (service: string) => string;
  /** Prints the images that run, one a line. */
  readonly images: string;
}
