import type { Evidence } from '../detect/fact.js';
import type { Finding } from './finding.js';

/** What a Compose file has and our options have not. */
export interface NotCarried {
  /** Of the key in the file, as Compose writes it: `services.api.devices`. */
  readonly key: string;
  readonly why: string;
  readonly evidence: Evidence;
}

/** What existing Compose files say, in terms of our options. */
export interface Imported {
  /** In the shape of lge.stack.json, and nothing that they do not say. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Where each option was read, by its dotted path. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly notCarried: readonly NotCarried[];
  readonly findings: readonly Finding[];
}
