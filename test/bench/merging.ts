// Merges and plans in this process, without what a start takes.
import { performance } from 'node:perf_hooks';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPlan } from '../../src/io/apply.js';
import { formatOf } from '../../src/formats/index.js';
import { mergeLines } from '../../src/merge/lines.js';
import { mergeTexts } from '../../src/merge/merge.js';
import { FILES, growth } from '../io/support/growth.js';
import { count, lines, merged, Project } from '../io/support/project.js';
import { GOLDEN } from '../support/golden.js';
import { median, type Figure } from './figures.js';

const UPGRADES = 60;
const SIZES = [50, 200, 500, 1000, 2000];

function milliseconds(body: () => void): number {
  const start = performance.now();
  body();
  return performance.now() - start;
}

function many(line: (at: number) => string): readonly string[] {
  return Array.from({ length: 10_000 }, (_, at) => line(at));
}

/** Medians after a first time, which compiles what the others use. */
function timed(runs: number, body: (run: number) => void): number {
  body(0);
  return median(count(1, runs).map((run) => milliseconds(() => body(run))));
}

function merges(runs: number): Figure[] {
  const base = many((at) => ['services:', '  web:', '    image: nginx', '    restart: always'][at % 4]!);
  const mine = base.with(5001, '  mine:');
  const theirs = [...base.slice(0, 100), 'new:', ...base.slice(100), 'last:'];
  const [numbers, some, others] = [
    many(String),
    many((at) => `${(at * 7919) % 10_000}`),
    many((at) => `${(at * 6007) % 10_000}`),
  ];
  const path = 'compose.prod.yaml';
  const compose = readFileSync(join(GOLDEN, 'everything/expected', path), 'utf8');
  if (!compose.includes('restart: unless-stopped')) throw new Error(`${path} has no line to edit.`);
  const say = (word: string, run: number): string =>
    compose.replace('restart: unless-stopped', `restart: ${word}${run}`);
  return [
    {
      name: 'merge of 10,000 lines that repeat',
      measured: timed(runs, () => mergeLines({ base, mine, theirs })),
      unit: 'ms',
      atMost: 100,
    },
    {
      name: 'merge of 10,000 lines that both put in another order',
      measured: timed(runs, () => mergeLines({ base: numbers, mine: some, theirs: others })),
      unit: 'ms',
      atMost: 2000,
    },
    {
      name: 'merge of a Compose file, with its gate',
      measured: timed(runs, (run) => {
        mergeTexts({ base: compose, mine: say('mine', run), theirs: `${compose}# ${run}\n` }, formatOf(path));
      }),
      unit: 'ms',
      atMost: 30,
      about: `${compose.split('\n').length} lines`,
    },
  ];
}

/** In user mode, of all threads: how long a file system takes for its journal is none of it. */
function processing(body: () => void): number {
  const start = process.cpuUsage();
  body();
  return process.cpuUsage(start).user / 1000;
}

/** An upgrade in this process: each file has another line, six of them were edited. */
function upgradeOf(files: number): number {
  const version = (number: number): ReturnType<typeof merged> =>
    merged(
      Object.fromEntries(
        count(1, files).map((file) => [`${file % 30}/${file}`, lines(file, number, ...count(1, 60))] as const),
      ),
    );
  const one = new Project();
  try {
    one.sync(version(1));
    for (const file of count(1, 6)) one.put(`${file % 30}/${file}`, `${one.read(`${file % 30}/${file}`)}mine\n`);
    return processing(() => applyPlan(one.plan(version(2), { version: '2.0.0' })));
  } finally {
    one.remove();
  }
}

function sizes(runs: number): Figure[] {
  const times = new Map(SIZES.map((size) => [size, [] as number[]]));
  for (let run = 0; run <= runs; run += 1)
    for (const size of SIZES) {
      const took = upgradeOf(size);
      if (run > 0) times.get(size)!.push(took);
    }
  // The least of all turns: what else the machine does falls into one size or another.
  const each = (size: number): number => Math.min(...times.get(size)!) / size;
  const [small, ...others] = SIZES;
  return [
    {
      name: `upgrade, each of ${small} files`,
      measured: each(small!),
      unit: 'ms',
      about: 'planned and written, processor time',
    },
    ...others.map((size): Figure => ({
      name: `each of ${size.toLocaleString('en')}, against that`,
      measured: each(size) / each(small!),
      unit: '×',
      atMost: 1.25,
      about: 'linear: 1',
    })),
  ];
}

/** What merging costs, whether it is linear, and what `.lge` costs a repository. */
export function merging(runs: number): Figure[] {
  return [
    ...merges(runs),
    ...sizes(runs),
    {
      name: `growth of a packed repository over ${UPGRADES} upgrades`,
      measured: growth(UPGRADES),
      unit: 'KB',
      atMost: 50,
      about: `${FILES} files, two or three of which change`,
    },
  ];
}
