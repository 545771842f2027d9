import { describe, styleFor, type Output } from '../io/terminal.js';
import type { Stack } from '../model/stack.js';
import type { LoadedProject } from './load.js';
import { OPTIONS_FILE } from './paths.js';
import { Stop } from './stop.js';

/** The stack, after its warnings were told. */
export function stackOf({ stack, diagnostics }: LoadedProject, errors: Output): Stack {
  const text = describe(diagnostics, OPTIONS_FILE, styleFor(errors, process.env));
  if (!stack) throw new Stop(`${text}Nothing was written.\n`, 2);
  errors.write(text);
  return stack;
}
