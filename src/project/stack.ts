import { describe, styleFor } from '../io/terminal.js';
import type { Stack } from '../model/stack.js';
import type { LoadedProject } from './load.js';
import { OPTIONS_FILE } from './paths.js';
import { Stop } from './stop.js';

/** The stack, after its warnings were told. */
export function stackOf({ stack, diagnostics }: LoadedProject): Stack {
  const text = describe(diagnostics, OPTIONS_FILE, styleFor(process.stderr, process.env));
  if (!stack) throw new Stop(`${text}Nothing was written.\n`, 2);
  process.stderr.write(text);
  return stack;
}
