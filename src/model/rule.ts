import type { Diagnostic } from './diagnostic.js';
import type { Stack } from './stack.js';

/** One thing that can be wrong with a stack whose options are each fine. */
export interface Rule {
  /** The code of its diagnostics. */
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  /** One sentence for docs/diagnostics.md: what it finds and why that matters. */
  readonly about: string;
  readonly check: (stack: Stack) => readonly Finding[];
}

export type Finding = Pick<Diagnostic, 'path' | 'message' | 'hint'>;

export function defineRule(rule: Rule): Rule {
  return rule;
}
