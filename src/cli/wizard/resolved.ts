import { catalog, presets, targets, version } from '../../index.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { Stack } from '../../model/stack.js';
import { checkStack } from '../../stack/check.js';
import { parseOptions } from '../../stack/parse.js';
import { resolveStack } from '../../stack/resolve.js';
import type { Json } from '../json.js';

export interface Resolved {
  readonly stack: Stack;
  /** Every mistake and warning; the stack is there all the same, with defaults in the place of what is wrong. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The stack that options make, even where a rule objects: whoever mends it must see it. */
export function resolved(options: Json): Resolved {
  const parsed = parseOptions(options, catalog, presets);
  // Absent only for what is no object.
  const stack = resolveStack(parsed.options!, { catalog, targets, version });
  return { stack, diagnostics: [...parsed.diagnostics, ...checkStack(stack)] };
}
