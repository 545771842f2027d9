import { spawn } from 'node:child_process';
import type { Project } from './project.js';
import { eventually } from './shell.js';

export interface Watch {
  /** What it has printed so far. */
  readonly printed: () => string;
  readonly stop: () => Promise<void>;
}

/** `docker compose watch` beside a stack that runs, from when it watches until it is stopped. */
export async function watch(project: Project): Promise<Watch> {
  const child = spawn('docker', ['compose', 'watch', '--no-up'], {
    cwd: project.dir,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listen = (chunk: Buffer): void => void (text += chunk.toString());
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const printed = (): string => text;
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended;
  };
  try {
    await eventually(
      20,
      () => Promise.resolve(text),
      (said) => said.includes('Watch enabled'),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { printed, stop };
}
