import type { Detected } from '../../detect/detected.js';
import type { Repository } from '../../detect/repository.js';
import { nest } from '../../stack/parse.js';
import type { Finding } from '../finding.js';
import type { Imported } from '../imported.js';

/** All that is known of a repository before a stack is made for it. */
export interface Site {
  readonly repository: Repository;
  readonly detected: Detected;
  readonly imported: Imported;
}

/** In the shape of lge.stack.json. */
export type Options = Readonly<Record<string, unknown>>;

/** What a hardened stack would break, and the option that keeps it whole where there is one. */
export type Broken = Omit<Finding, 'code'> & { readonly mend?: Options };

/** One reason for which an application does not bear a hardened stack. */
export interface Break {
  /** Stable, in kebab case; documented in docs/adopting.md. */
  readonly code: string;
  /** A sentence for the documents. */
  readonly about: string;
  readonly check: (site: Site) => readonly Broken[];
}

export function defineBreak(definition: Break): Break {
  return definition;
}

/** `services.backend.writable` and a value → the options that say just that. */
export function option(path: string, value: unknown): Options {
  return nest(path.split('.'), value);
}
