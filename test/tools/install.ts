import { join } from 'node:path';
import { expectCode, run } from './run.js';

let installation: Promise<string> | undefined;

/** Where the programs are that `setup` installs; it runs before the first of them does. */
export function installTools(): Promise<string> {
  installation ??= run(join(import.meta.dirname, 'setup'), []).then((output) => {
    expectCode(output, 'test/tools/setup', 0);
    return join(import.meta.dirname, '../../node_modules/.cache/lge-tools/venv/bin');
  });
  return installation;
}
