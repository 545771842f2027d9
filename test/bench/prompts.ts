import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../e2e/support/shell.js';
import { median, type Figure } from './figures.js';
import type { Installs } from './installs.js';

const untilShown = fileURLToPath(new URL('until-shown.py', import.meta.url));

/** From the start of the process to the first question on a real terminal, against Node alone that shows a letter there. */
export async function prompts({ root, bin }: Installs, runs: number): Promise<Figure[]> {
  const folder = join(root, 'asked');
  mkdirSync(folder, { recursive: true });
  const programs = {
    bare: ['x', process.execPath, '-e', "process.stdout.write('x')"],
    ours: ['Where should the stack go?', process.execPath, bin],
  };
  const times: Record<keyof typeof programs, number[]> = { bare: [], ours: [] };
  // The first turn is not counted: it warms the disk's cache.
  for (let turn = 0; turn <= runs; turn += 1)
    for (const name of ['bare', 'ours'] as const) {
      const took = Number(await run(['python3', untilShown, ...programs[name]], { cwd: folder }));
      if (turn > 0) times[name].push(took);
    }
  rmSync(folder, { recursive: true });
  const [bare, ours] = [median(times.bare), median(times.ours)];
  return [
    { name: 'first question, on a terminal', measured: ours, unit: 'ms', atMost: 120 },
    { name: 'the first letter of bare node there', measured: bare, unit: 'ms' },
    { name: 'first question against bare node', measured: ours / bare, unit: '×', atMost: 1.9 },
  ];
}
