// The wizard on the terminal of this process, on a machine that is the same everywhere. What is said as JSON is answered.
import { Cancelled } from '../../../src/cli/cancelled.js';
import { runWizard } from '../../../src/cli/wizard/run-wizard.js';
import { surroundings } from './support.js';

const { stdin, stdout, env } = process;
const scene = surroundings({ used: { 5433: 'container shop-db (project shop)' } });
try {
  const { folder, options } = await runWizard({ ...scene, input: stdin, output: stdout, env });
  stdout.write(`${JSON.stringify({ folder, options })}\n`);
  process.exitCode = 0;
} catch (error) {
  if (!(error instanceof Cancelled)) throw error;
  process.exitCode = 130;
}
stdin.unref();
