// The plan's Dockerfile against ours, with uv and with Poetry, on one application, in turn. Needs Docker, and registries
// of Python and Node packages. The exit code is 0 unless something broke. `--runs N`: default 3.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadOptions } from '../../src/index.js';
import { lab } from '../tools/docker.js';
import { ADDED, editSource, writeApplication, type Application, type Variant } from './application.js';
import { build, inImage, layersAbove, megabytes, ownCaches, removeBuilt, type Build } from './builds.js';
import { conditions, median, table, type Figure } from './figures.js';

const at = process.argv.indexOf('--runs');
const runs = Math.min(at > 0 ? Number(process.argv[at + 1]) : 3, ADDED.length);
const id = `lge-bench-${process.pid}`;
const VARIANTS = ['plan', 'uv', 'poetry'] as const;
const images = loadOptions({ name: 'bench' }).stack!.options.images;
const BASE: Readonly<Record<Variant, string>> = { plan: 'python:3.14-slim', uv: images.python, poetry: images.python };
const tag = (variant: string): string => `${id}-${variant}`;

type Measure = (variant: Variant, run: number) => Promise<number>;

/** Medians by variant; plan, uv, Poetry, plan, uv … */
async function each(measure: Measure, count = runs): Promise<Record<Variant, number>> {
  const values: Record<Variant, number[]> = { plan: [], uv: [], poetry: [] };
  for (let run = 0; run < count; run += 1)
    for (const variant of VARIANTS) values[variant].push(await measure(variant, run));
  return { plan: median(values.plan), uv: median(values.uv), poetry: median(values.poetry) };
}

type Limits = Partial<Readonly<Record<'uv' | 'poetry', number>>>;

/** Rows of one figure: the plan's, ours, and ours as a part of the plan's, which must not exceed `limits`. */
function rows(
  name: string,
  unit: Figure['unit'],
  values: Readonly<Record<Variant, number>>,
  { absolute, relative }: { absolute?: Limits; relative?: Limits },
): Figure[] {
  const ours = (['uv', 'poetry'] as const).flatMap((variant): Figure[] => [
    {
      name: `${name}, ${variant}`,
      measured: values[variant],
      unit,
      ...(absolute?.[variant] !== undefined && { atMost: absolute[variant] }),
    },
    ...(relative?.[variant] === undefined
      ? []
      : [
          {
            name: `${name}, ${variant} against the plan`,
            measured: values[variant] / values.plan,
            unit: '×',
            atMost: relative[variant],
          } as const,
        ]),
  ]);
  return [{ name: `${name}, the plan`, measured: values.plan, unit }, ...ours];
}

const both = (value: number): Limits => ({ uv: value, poetry: value });

async function builds(app: Application): Promise<Figure[]> {
  // The least of all runs: what another build does at the same time may count as a step of this one.
  const steps: Record<Variant, number> = { plan: Infinity, uv: Infinity, poetry: Infinity };
  const cached = (variant: Variant): Promise<Build> =>
    build(app.backends[variant], tag(variant), '--file', join(app.backends[variant], `Dockerfile.${id}-${runs - 1}`));
  const cold = await each(async (variant, run) => {
    const file = ownCaches(app.backends[variant], `${id}-${run}`);
    return (await build(app.backends[variant], tag(variant), '--no-cache', '--file', file)).seconds;
  });
  // Once more untimed: after a build without cache, the first one that has it still runs a step or two.
  for (const variant of VARIANTS) await cached(variant);
  const source = await each(async (variant) => {
    editSource(app.backends[variant], 'backend');
    const built = await cached(variant);
    steps[variant] = Math.min(steps[variant], built.steps.length);
    return built.seconds;
  });
  const dependency = await each(async (variant, run) => {
    app.use(variant, run);
    return (await cached(variant)).seconds;
  });
  return [
    ...rows('cold build', 's', cold, { relative: { uv: 0.2, poetry: 0.5 } }),
    ...rows('one source file', 's', source, { relative: both(0.3) }),
    ...rows('steps run again for it', '', steps, { absolute: both(1) }),
    ...rows('changed dependency', 's', dependency, { absolute: both(5) }),
  ];
}

const IMPORT = 'import time; start = time.perf_counter(); import src.main; print(time.perf_counter() - start)';

async function results(): Promise<Figure[]> {
  const imported = await each(
    async (variant) => Number(await inImage(tag(variant), 'python', '-c', IMPORT)),
    Math.max(runs, 5),
  );
  const site = '/usr/local/lib/python3.14/site-packages';
  const size = await each(async (variant) => {
    if (variant !== 'plan') return megabytes(tag(variant), '/opt/venv');
    return (await megabytes(tag(variant), site)) - (await megabytes(BASE.plan, site));
  }, 1);
  const layers = await each((variant) => layersAbove(tag(variant), BASE[variant]), 1);
  return [
    ...rows('import of the API', 's', imported, { relative: both(0.37) }),
    ...rows('packages', 'MB', size, { absolute: both(95) }),
    ...rows('layers above the base', '', layers, { absolute: both(6) }),
  ];
}

// Within the container, so that its start is not counted.
const VITE = `const start = performance.now(); const { status } = require('node:child_process').spawnSync('node_modules/.bin/vite', ['build'], { stdio: 'ignore' }); if (status) process.exit(1); console.log((performance.now() - start) / 1000)`;

/** A Dockerfile that does all but what it is there for: what BuildKit and the copying take by themselves. */
function withNothingToBuild(context: string): string {
  const file = join(context, `Dockerfile.${id}-empty`);
  writeFileSync(file, readFileSync(join(context, 'Dockerfile'), 'utf8').replace('npm run build', 'mkdir dist'));
  return file;
}

async function frontEnd({ frontend }: Application): Promise<Figure[]> {
  const image = tag('frontend');
  const builder = tag('frontend-builder');
  const empty = ['--file', withNothingToBuild(frontend)];
  await build(frontend, image);
  const [code, vite, nothing]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < Math.max(runs, 5); run += 1) {
    editSource(frontend, 'frontend');
    code.push((await build(frontend, image)).seconds);
    await build(frontend, builder, '--target', 'builder');
    vite.push(Number(await inImage(builder, 'node', '-e', VITE)));
    editSource(frontend, 'frontend');
    nothing.push((await build(frontend, tag('frontend-empty'), ...empty)).seconds);
  }
  return [
    { name: 'front end, code alone', measured: median(code), unit: 's' },
    { name: '`vite build` alone', measured: median(vite), unit: 's' },
    { name: 'front end, nothing to build', measured: median(nothing), unit: 's', about: 'what BuildKit takes itself' },
    {
      name: 'front end, code alone against `vite build`',
      measured: median(code) / median(vite),
      unit: '×',
      atMost: 1.2,
    },
  ];
}

if (!(await lab())) throw new Error('No Docker Engine answers.');
console.log('Writing and locking the application …');
const app = await writeApplication(runs);
try {
  const figures: Figure[] = [];
  for (const part of [builds, results, frontEnd]) figures.push(...(await part(app)));
  console.log(`\n${conditions(runs)}\n\n${table(figures)}`);
} finally {
  await removeBuilt([...VARIANTS, 'frontend', 'frontend-builder', 'frontend-empty'].map(tag), id);
  app.remove();
}
