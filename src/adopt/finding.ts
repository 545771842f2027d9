import type { Evidence } from '../detect/fact.js';
import type { Severity } from '../model/diagnostic.js';

/** Something in a repository that a hardened stack would break, or that its files do badly. */
export interface Finding {
  /** Its name in documents: `trusted-hosts`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** The option or the line that mends it. */
  readonly hint: string;
  readonly evidence: Evidence;
  /** The defect of acceptance.md that it is one of, such as `D12`; documents of defects name it. */
  readonly defect?: string;
}
