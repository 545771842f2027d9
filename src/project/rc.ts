// Run by the default task of projen, in the folder of the project.
import { run } from './run.js';

// projen takes it for a test of its own, and calls itself 99.99.99.
if (process.env.NODE_ENV === 'test') delete process.env.NODE_ENV;

process.exitCode = await run({ dir: process.cwd(), output: process.stdout, errors: process.stderr, env: process.env });
