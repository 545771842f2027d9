import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expectCode, run } from './run.js';

/** Whether a Docker Engine answers. */
export async function engineAnswers(): Promise<boolean> {
  return run('docker', ['info', '--format', '{{.ServerVersion}}']).then(
    ({ code }) => code === 0,
    // There is no Docker at all.
    () => false,
  );
}

/**
 * The program that stands in for a registry on a machine that reaches none, if there is one: it starts an engine, and
 * `tag NAME` gives an official image its stand-in. DOCKER_LAB names it; empty means that there is none.
 */
export function labProgram(): string | undefined {
  const path = process.env.DOCKER_LAB ?? resolve(import.meta.dirname, '../../../shared/docker-lab/up');
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    if (process.env.DOCKER_LAB === undefined || path === '') return undefined;
    throw new Error(`DOCKER_LAB names ${path}, which is no program that can be run`);
  }
}

const started = new Map<string, Promise<void>>();

/** Starts the lab with its images; when everything is there, that takes no time. */
async function start(program: string): Promise<void> {
  // Test files run side by side, and two of them must not start two engines. The engine itself must not keep the lock.
  const output = await run('flock', ['--close', join(tmpdir(), 'lge-docker-lab.lock'), program]);
  expectCode(output, program, 0);
}

function startOnce(program: string): Promise<void> {
  const starting = started.get(program) ?? start(program);
  started.set(program, starting);
  return starting;
}

/** Whether there is a Docker Engine, started by the lab where none answered. */
export async function lab(): Promise<boolean> {
  if (await engineAnswers()) return true;
  const program = labProgram();
  if (program === undefined) return false;
  await startOnce(program);
  return engineAnswers();
}

const provided = new Map<string, Promise<void>>();

/** Makes each image available under its name; with a lab that means its stand-in, since no registry is in reach. */
export async function provideImages(names: Iterable<string>): Promise<void> {
  // One after the other: several downloads at once are no quicker.
  for (const name of new Set(names)) {
    const providing = provided.get(name) ?? provide(name);
    provided.set(name, providing);
    await providing;
  }
}

async function provide(name: string): Promise<void> {
  const present = await run('docker', ['image', 'inspect', '--format', '{{.Id}}', name]);
  if (present.code === 0) return;
  const program = labProgram();
  if (program === undefined) {
    expectCode(await run('docker', ['pull', '--quiet', name]), `docker pull ${name}`, 0);
    return;
  }
  await startOnce(program);
  expectCode(await run(program, ['tag', name]), `${program} tag ${name}`, 0);
}
