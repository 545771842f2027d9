import { describe, styleFor } from '../../io/terminal.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { Stack } from '../../model/stack.js';
import type { Machine } from '../../probe/probes.js';
import { OPTIONS_FILE } from '../../project/paths.js';
import type { Source } from '../../project/session.js';
import { Stop } from '../../project/stop.js';
import type { Context } from '../command.js';

/** A project to look at: also one whose options are wrong, as far as they can be read. */
export interface Opened {
  /** Of lge.stack.json, brought to the form of this version. */
  readonly text: string;
  readonly source: Source;
  /** Before any rule has looked at it. */
  readonly stack: Stack;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the options of the project, with what .projenrc.ts makes of them.
 *
 * @throws Stop where there is no project, or its options are no JSON.
 */
export async function openProject({ dir, errors, env }: Context): Promise<Opened> {
  const { migrated, readSources } = await import('../../project/run.js');
  const { optionsText } = await import('../../project/source.js');
  const before = optionsText(dir);
  if (before === undefined)
    throw new Stop(`There is no ${OPTIONS_FILE} in ${dir}.\n  Run this in the folder of the project.\n`, 2);
  const text = (await migrated(dir, {}, errors)).text ?? before;
  const [source] = await readSources(dir, text, errors);
  if (!source) throw new Stop(`.projenrc.ts makes no stack: nothing reads ${OPTIONS_FILE}.\n`, 2);
  const { diagnostics } = source.load(text);
  const stack = source.draft(text);
  if (!stack) throw new Stop(describe(diagnostics, OPTIONS_FILE, styleFor(errors, env)), 2);
  return { text, source, stack, diagnostics };
}

/** Where the command runs, or what a test has in its place. */
export async function machineOf({ machine }: Context): Promise<Machine> {
  return machine ?? (await import('../../probe/machine.js')).thisMachine();
}
