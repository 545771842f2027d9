import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/cli/commands/index.js';
import { exitsOf } from '../../../src/cli/help.js';
import { EXIT } from '../../../src/cli/exit.js';
import { machine } from './machine.js';
import { minePort, PROD, sandbox } from './project.js';

const project = sandbox();
const { run, edit, port } = project;

/** Those that need a project and nothing else: no registry of images, no other version, no new folder. */
const COMMANDS = [
  ...['sync', 'set', 'add', 'remove', 'diff', 'check', 'doctor', 'explain', 'ports', 'budget'],
  ...['resolve', 'restore', 'own', 'eject', 'completion'],
];
const offline = { npm_config_registry: 'http://127.0.0.1:1/', npm_config_fetch_retries: '0' };

describe.each(commands.filter(({ name }) => COMMANDS.includes(name)))('examples of $name', (command) => {
  const allowed = exitsOf(command).map((name) => EXIT[name]);

  it.each(command.examples)('%s, in a new project and in one where a file waits', async (example) => {
    const args = example.replace('npx lge-stack ', '');
    const env = { PATH: process.env.PATH ?? '', HOME: project.dir(), ...offline };
    const first = await run(args, { env, machine: machine() });
    expect(allowed).toContain(first.code);
    if (command.name === 'eject') return;
    edit(PROD, minePort);
    port(8088);
    await run('sync');
    const second = await run(args, { env, machine: machine() });
    expect(allowed).toContain(second.code);
    // Ours is no fault, and whatever went wrong has a way out and no stack trace.
    for (const { code, err } of [first, second])
      expect([code === EXIT.fault, err.includes('\n    at ')]).toEqual([false, false]);
  });
});
