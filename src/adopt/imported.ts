import type { Evidence } from '../detect/fact.js';
import type { EnvironmentName } from '../model/service.js';
import type { Finding } from './finding.js';

/** What a Compose file has and our options have not. */
export interface NotCarried {
  /** Of the key in the file, as Compose writes it: `services.api.devices`; empty for a file as a whole. */
  readonly key: string;
  readonly why: string;
  readonly evidence: Evidence;
}

/** What a stack of ours has anyway, in another way or a better one. */
export type Implied = NotCarried;

/** A Compose file, and what it is for. */
export interface ImportedFile {
  readonly path: string;
  /** `base`: both environments are merged over it. `profiles`: it has both, told apart by profiles. `part`: another one includes or extends it. `aside`: nothing of it is taken. */
  readonly is: 'base' | 'profiles' | 'development' | 'production' | 'override' | 'tests' | 'part' | 'aside';
  /** A sentence. */
  readonly why: string;
}

/** A service of theirs that is one of ours. */
export interface ImportedService {
  /** The id of ours. */
  readonly ours: string;
  readonly theirs: string;
  readonly environments: readonly EnvironmentName[];
  readonly because: string;
  readonly evidence: Evidence;
}

/** A variable that a container of the application gets. */
export interface ImportedVariable {
  readonly name: string;
  /** Of production, or of development where production has none; absent where it comes from a shell. */
  readonly value?: string;
  /** As the file has it, before anything is filled in: `${SECRET_KEY:?set it}`. */
  readonly raw?: string;
  /** Of development, where it differs. */
  readonly development?: string;
  /** It must be in no file that others see. */
  readonly secret: boolean;
  /** It is fixed when an image is built. */
  readonly build: boolean;
  /** Ids of our services whose containers get it. */
  readonly services: readonly string[];
  /** Services of theirs that its value names as hosts, which may have other names in ours. */
  readonly hosts: readonly string[];
  readonly evidence: Evidence;
}

/** Something that a Compose file has at its top: from its name on. */
export interface TopBlock {
  readonly name: string;
  readonly text: string;
}

/** A service that is none of ours. It stays as it is. */
export interface ExtraService {
  readonly name: string;
  readonly environments: readonly EnvironmentName[];
  /** Its block, from its name on, with its comments; services that it waits for bear their new names. */
  readonly text: string;
  /** Whether `text` is what the file has. It is printed anew where several files or anchors make it up. */
  readonly verbatim: boolean;
  /** What it names, each with its block at the top of a Compose file. */
  readonly volumes: readonly TopBlock[];
  readonly networks: readonly TopBlock[];
  readonly secrets: readonly TopBlock[];
  readonly configs: readonly TopBlock[];
  /** Networks on which it met services that are ours now; `default` is the one that Compose makes by itself. */
  readonly met: readonly string[];
  /** What its environment called services that are ours now, where ours have other names. */
  readonly renamed: readonly (readonly [theirs: string, ours: string])[];
  /** Profiles that start its environment: a file for that environment alone needs none of them. */
  readonly profiles: readonly string[];
  /** Ports of the host that it takes, as far as they are numbers. */
  readonly published: readonly number[];
  /** Why it cannot go on beside the stack, in half a sentence for each environment; known once there is a stack. */
  readonly hindered?: Readonly<Partial<Record<EnvironmentName, string>>>;
  /** Of its project, which is in the names of volumes that have no name of their own. */
  readonly project?: string;
  readonly evidence: Evidence;
}

/** What became of one value of an input file. */
export interface Account {
  /** As in NotCarried; the name of the variable in a `.env` file. */
  readonly key: string;
  readonly evidence: Evidence;
  readonly went: 'options' | 'variables' | 'extraServices' | 'implied' | 'notCarried';
  /** The option, the variable, the service, or why. */
  readonly as: string;
}

/** What existing Compose files say, in terms of our options. */
export interface Imported {
  readonly files: readonly ImportedFile[];
  /** How each environment is started today: the files, in their order. */
  readonly chains: Readonly<Partial<Record<EnvironmentName, readonly string[]>>>;
  readonly services: readonly ImportedService[];
  /** In the shape of lge.stack.json, and nothing that they do not say. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Where each option was read, by its dotted path. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly variables: readonly ImportedVariable[];
  readonly extraServices: readonly ExtraService[];
  readonly implied: readonly Implied[];
  readonly notCarried: readonly NotCarried[];
  readonly findings: readonly Finding[];
  /** Every value of every file that was read, once. */
  readonly accounts: readonly Account[];
}
