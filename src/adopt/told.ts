import type { Detected } from '../detect/detected.js';
import type { Evidence } from '../detect/fact.js';
import type { Finding } from './finding.js';
import type { Imported } from './imported.js';

/** What is known of a repository that is adopted. */
export interface Told {
  readonly detected?: Detected;
  readonly imported?: Imported;
  /** In the shape of lge.stack.json; what is imported is not in them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Where each option was read, by its dotted path. */
  readonly evidence?: ReadonlyMap<string, Evidence>;
  readonly findings: readonly Finding[];
}

/** `backend/app/main.py:12` */
export const placeText = ({ file, line }: Evidence): string => (line === undefined ? file : `${file}:${line}`);
