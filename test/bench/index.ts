// How long starts, creation and synthesis take, against other programs in the same run. A slow machine fails nothing:
// the table says what was reached, and the exit code is 0 unless something broke. `--runs N`: default 7.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../e2e/support/shell.js';
import { detections } from './detections.js';
import { conditions, median, table, type Figure } from './figures.js';
import { install, type Installs } from './installs.js';
import { merging } from './merging.js';
import { prompts } from './prompts.js';
import { syncs } from './syncs.js';
import { inTurn, type Contender } from './timing.js';
import { upgrades } from './upgrades.js';

const at = process.argv.indexOf('--runs');
const runs = at > 0 ? Number(process.argv[at + 1]) : 7;
const repository = fileURLToPath(new URL('../../', import.meta.url));
const node = process.execPath;

async function medians<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  count = runs,
): Promise<Record<Name, number>> {
  const times = await inTurn(contenders, count);
  return Object.fromEntries(Object.entries<number[]>(times).map(([name, values]) => [name, median(values)])) as Record<
    Name,
    number
  >;
}

async function starts({ root, bin, createVite }: Installs): Promise<Figure[]> {
  const { bare, help, vite } = await medians({
    bare: { cwd: root, command: () => [node, '-e', '0'] },
    help: { cwd: root, command: () => [node, bin, '--help'] },
    vite: { cwd: root, command: () => [node, createVite, '--help'] },
  });
  return [
    { name: 'bare `node -e 0`', measured: bare, unit: 'ms' },
    { name: '`--help`', measured: help, unit: 'ms', atMost: 80 },
    { name: '`--help` against bare node', measured: help / bare, unit: '×', atMost: 1.5 },
    { name: '`create-vite --help`', measured: vite, unit: 'ms' },
  ];
}

async function creation({ root, bin, createVite }: Installs): Promise<Figure[]> {
  const empty = (name: string) => (): void => rmSync(join(root, name), { recursive: true, force: true });
  const flags = ['--yes', '--no-install', '--no-lock', '--no-git'];
  const { create, vite } = await medians({
    create: { cwd: root, prepare: empty('new'), command: () => [node, bin, 'new', ...flags] },
    vite: {
      cwd: root,
      prepare: empty('new-vite'),
      command: () => [node, createVite, 'new-vite', '--template', 'react-ts', '--no-interactive'],
    },
  });
  return [
    { name: 'all files, without install', measured: create, unit: 'ms', atMost: 250 },
    { name: 'the same of create-vite', measured: vite, unit: 'ms', about: 'react-ts, ten files' },
    { name: 'against create-vite', measured: create / vite, unit: '×' },
  ];
}

async function synthesis({ ours, stock }: Installs): Promise<Figure[]> {
  const file = join(ours, 'lge.stack.json');
  const options = JSON.parse(readFileSync(file, 'utf8')) as { services: { frontend: object } };
  const edit = (turn: number): void => {
    const frontend = { ...options.services.frontend, devPort: 8100 + turn };
    writeFileSync(file, `${JSON.stringify({ ...options, services: { ...options.services, frontend } }, null, 2)}\n`);
  };
  const projen = ['npx', 'projen'];
  const idle = await medians(
    { ours: { cwd: ours, command: () => projen }, stock: { cwd: stock, command: () => projen } },
    Math.min(runs, 5),
  );
  const { changed } = await medians(
    { changed: { cwd: ours, prepare: edit, command: () => projen } },
    Math.min(runs, 5),
  );
  return [
    { name: '`npx projen`, nothing changed', measured: idle.ours / 1000, unit: 's', atMost: 0.8 },
    {
      name: 'the same of stock projen',
      measured: idle.stock / 1000,
      unit: 's',
      about: 'a TypeScript project, ts-node',
    },
    { name: 'against stock projen', measured: idle.ours / idle.stock, unit: '×', atMost: 0.8 / 3.1 },
    { name: '`npx projen`, one option changed', measured: changed / 1000, unit: 's' },
  ];
}

const asking = (installs: Installs): Promise<Figure[]> => prompts(installs, runs);

const keeping = async (installs: Installs): Promise<Figure[]> => [
  ...(await syncs(installs, runs)),
  ...(await upgrades(installs, Math.min(runs, 5))),
  ...merging(Math.min(runs, 5)),
];

const detecting = (): Promise<Figure[]> => detections(runs);

async function many(...counts: readonly number[]): Promise<readonly number[]> {
  const command = [node, '--import', 'tsx', 'test/bench/many.ts', ...counts.map(String)];
  return JSON.parse(await run(command, { cwd: repository })) as readonly number[];
}

async function size(): Promise<Figure[]> {
  const first: number[] = [];
  const counts = [50, 100, 200, 400];
  const times: Readonly<Record<number, number[]>> = Object.fromEntries(counts.map((count) => [count, []]));
  for (let turn = 0; turn < runs; turn += 1) first.push((await many(200))[0]!);
  // Twice in the same process: the second time says what a size costs, without what the first one compiles. The least
  // of all turns, because a collection of garbage falls into one size or another.
  for (let turn = 0; turn < runs; turn += 1) {
    const second = (await many(...counts, ...counts)).slice(counts.length);
    for (const [index, count] of counts.entries()) times[count]!.push(second[index]!);
  }
  const [small, ...others] = counts.map((count) => ({ count, each: Math.min(...times[count]!) / count }));
  return [
    {
      name: 'resolve and render 200 services',
      measured: median(first),
      unit: 'ms',
      atMost: 200,
      about: 'in a new process',
    },
    { name: `each of ${small!.count} services`, measured: small!.each, unit: 'ms' },
    ...others.map(({ count, each }): Figure => ({
      name: `each of ${count}, against that`,
      measured: each / small!.each,
      unit: '×',
      atMost: 1.25,
      about: 'linear: 1',
    })),
  ];
}

console.log('Packing and installing what is measured …');
const installs = await install();
try {
  const figures: Figure[] = [];
  for (const part of [starts, asking, creation, synthesis, keeping, size, detecting]) {
    const measured = await part(installs);
    // At once as well: a part that fails must not take those before it along.
    console.log(table(measured));
    figures.push(...measured);
  }
  console.log(`\n${conditions(runs)}\n\n${table(figures)}`);
} finally {
  installs.remove();
}
