import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, forget, isCurrent } from './fingerprint.js';
import { PROJENRC_FILE } from './paths.js';
import { NOTHING_CHANGED } from './report.js';
import { Stop } from './stop.js';

export interface RunContext {
  /** The folder of the project; the process has to run in it. */
  readonly dir: string;
  readonly output: { write(text: string): unknown };
  readonly errors: { write(text: string): unknown };
}

/** Runs the user's code. One copy of us: theirs is the one that is loaded here. */
async function runProjenrc(dir: string): Promise<void> {
  const file = join(dir, PROJENRC_FILE);
  if (!existsSync(file))
    throw new Stop(`There is no ${PROJENRC_FILE} in ${dir}.\n  Run this in the folder of the project.\n`, 2);
  // Not before they are needed: a run that finds nothing changed is over by now.
  const [{ createJiti }, ours] = await Promise.all([import('jiti'), import('./index.js')]);
  const jiti = createJiti(file, {
    fsCache: cacheFolder(dir) ?? false,
    interopDefault: false,
    virtualModules: { 'create-lge-stack/projen': ours },
  });
  await jiti.import(file);
}

/**
 * What `npx projen` runs: brings the project to what lge.stack.json and .projenrc.ts ask for.
 *
 * @returns the exit code: 0 fine, 1 a fault, 2 a mistake in the options, 5 refused; nothing is written with 2 and 5.
 */
export async function run({ dir, output, errors }: RunContext): Promise<number> {
  if (isCurrent(dir)) {
    output.write(NOTHING_CHANGED);
    return 0;
  }
  forget(dir);
  try {
    await runProjenrc(dir);
    return 0;
  } catch (error) {
    if (error instanceof Stop) {
      errors.write(error.message);
      return error.exitCode;
    }
    errors.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return 1;
  }
}
