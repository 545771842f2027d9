import { spawn } from 'node:child_process';

/** Something that is timed, after what is prepared untimed. */
export interface Contender {
  readonly prepare?: (run: number) => void | Promise<void>;
  readonly command: (run: number) => readonly string[];
  readonly cwd: string;
}

/** Milliseconds until the command ended; throws when it fails. */
export function time([program = '', ...args]: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, npm_config_update_notifier: 'false' },
    });
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(performance.now() - start);
      else
        reject(
          new Error(`${program} ${args.join(' ')} ended with ${code}\n${Buffer.concat(said).toString().slice(-2000)}`),
        );
    });
  });
}

/**
 * Times of every contender, run after run: A B C A B C …, so that what else the machine does slows all of them alike.
 * The first turn is not counted: it warms the disk's cache.
 */
export async function inTurn<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  runs: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let run = 0; run <= runs; run += 1) {
    for (const name of names) {
      const { prepare, command, cwd } = contenders[name];
      await prepare?.(run);
      const took = await time(command(run), cwd);
      if (run > 0) times[name].push(took);
    }
  }
  return times;
}
