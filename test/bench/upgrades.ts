// An upgrade by this package and by copier: from the same files to the same files, with the same six edits.
import { appendFileSync, cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../e2e/support/shell.js';
import { prepareCopier } from './copier.js';
import { median, type Figure } from './figures.js';
import type { Installs } from './installs.js';
import { inTurn, type Contender } from './timing.js';

export const NEXT = '0.0.1';

/** A service that brings so many files; each release changes a line of every one of them. */
const code = (files: number): string => `import { catalog, defineService } from 'create-lge-stack';
import { LgeStack } from 'create-lge-stack/projen';

const many = defineService({
  id: 'many', title: 'Many', summary: 'Many files', tier: 'data', questions: {}, needs: [],
  limits: { production: { cpus: 0.1, memory: '64M' }, development: { cpus: 0.1, memory: '64M' } },
  container: () => ({ image: { pull: 'many:1' }, networks: ['data'], healthcheck: 'none' }),
  files: () => Array.from({ length: ${files} }, (_, index) => ({
    path: \`many/\${index % 30}/\${index}.txt\`,
    owner: 'merged',
    content: Array.from({ length: 60 }, (_, line) =>
      line === 7 ? \`version \${process.env.LGE_STACK_UPGRADE_SPEC}\\n\` : \`line \${line} of file \${index}\\n\`).join(''),
  })),
});

new LgeStack({ catalog: [...catalog, many] }).synth();
`;

/** Every file but packages and what is remembered. */
export function filesIn(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .filter((path) => !/^(?:node_modules|\.git|\.lge)\//.test(path));
}

/** Beside what is installed, where `upgrade` puts it: the same package, which says that it is another version. */
function installNext({ ours }: Installs): string {
  const home = join(ours, 'node_modules/.cache/create-lge-stack/upgrade/node_modules/create-lge-stack');
  cpSync(join(ours, 'node_modules/create-lge-stack'), home, { recursive: true });
  const edit = (path: string, from: string, to: string): number => {
    const text = readFileSync(path, 'utf8');
    if (text.includes(from)) writeFileSync(path, text.replaceAll(from, to));
    return text.includes(from) ? 1 : 0;
  };
  const code = filesIn(home).filter((path) => path.endsWith('.js'));
  const named = code.reduce((sum, path) => sum + edit(join(home, path), '"0.0.0"', `"${NEXT}"`), 0);
  // Heads of Compose files and the environment, and of every script.
  const says = ['Written by create-lge-stack from', 'set -euo pipefail'];
  const changed = says.map((line) => code.reduce((sum, path) => sum + edit(join(home, path), line, `${line} `), 0));
  if (named === 0 || changed.includes(0)) throw new Error('The next version is not another one.');
  return join(home, 'lib/lge-stack.js');
}

/** As it is created, or with code of the user's that makes it so many files. */
async function makeProject({ root, bin, ours }: Installs, name: string, files?: number): Promise<string> {
  const dir = join(root, name);
  await run([process.execPath, bin, name, '--yes', '--no-install', '--no-lock', '--no-git'], { cwd: root });
  symlinkSync(join(ours, 'node_modules'), join(dir, 'node_modules'));
  if (files === undefined) return dir;
  writeFileSync(join(dir, '.projenrc.ts'), code(files - filesIn(dir).length));
  await run([process.execPath, join(dir, 'node_modules/create-lge-stack/lib/lge-stack.js'), 'sync'], { cwd: dir });
  if (filesIn(dir).length !== files) throw new Error(`${name} has ${filesIn(dir).length} files.`);
  return dir;
}

/** Six edits, of as many kinds of file, where the next version changes nothing. */
export function editSix(dir: string): void {
  const name = filesIn(dir).find((path) => /^[^/]+-backend\/Dockerfile$/.test(path))!;
  const paths = [
    'docker-compose.yml',
    'docker-compose.prod.yml',
    '.env.example',
    name,
    'scripts/rollout.sh',
    'docs/docker-architecture.md',
  ];
  for (const path of paths) appendFileSync(join(dir, path), '# mine\n');
}

const copy = (from: string, to: string) => (): void => {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
};

interface Contenders {
  readonly files: number;
  /** How many of them another version writes differently. */
  readonly changed: number;
  readonly ours: Contender;
  readonly copier?: Contender;
}

/** The upgrade that a project is handed over to, and copier's of the same. */
async function contenders(installs: Installs, program: string, name: string, files?: number): Promise<Contenders> {
  const old = await makeProject(installs, name, files);
  const command = ['env', `LGE_STACK_UPGRADE_SPEC=${NEXT}`, process.execPath, program, 'upgrade', '--yes'];
  const [edited, cwd] = [`${old}-edited`, `${old}-upgraded`];
  const next = `${old}-next`;
  copy(old, next)();
  await run(command, { cwd: next });
  copy(old, edited)();
  editSix(edited);
  const copier = await prepareCopier(installs.root, { old, next });
  const text = (dir: string, path: string): string => readFileSync(join(dir, path), 'utf8');
  const paths = filesIn(old);
  return {
    files: paths.length,
    changed: paths.filter((path) => text(old, path) !== text(next, path)).length,
    ours: { cwd, prepare: copy(edited, cwd), command: () => command },
    ...(copier && {
      copier: {
        cwd: `${copier.dir}-upgraded`,
        prepare: copy(copier.dir, `${copier.dir}-upgraded`),
        command: () => copier.command,
      },
    }),
  };
}

/** How long an upgrade takes without the installation of packages, and copier in the same run. */
export async function upgrades(installs: Installs, runs: number): Promise<Figure[]> {
  const program = installNext(installs);
  const few = await contenders(installs, program, 'few');
  const many = await contenders(installs, program, 'many', 1000);
  const all: Readonly<Record<string, Contender>> = {
    few: few.ours,
    many: many.ours,
    ...(few.copier && { copier: few.copier }),
    ...(many.copier && { copierMany: many.copier }),
  };
  const times: Readonly<Record<string, number[]>> = await inTurn(all, runs);
  const took = (name: string): number => median(times[name]!);
  const against = (name: string, other: string, about: string): Figure[] =>
    times[other]
      ? [
          { name: `\`copier update\` of ${about}`, measured: took(other) / 1000, unit: 's' },
          { name: 'against copier', measured: took(name) / took(other), unit: '×', atMost: 1 / 5 },
        ]
      : [];
  return [
    {
      name: `\`upgrade\` of ${few.files} files`,
      measured: took('few'),
      unit: 'ms',
      atMost: 500,
      about: `${few.changed} change, six are edited; without installation`,
    },
    ...against('few', 'copier', 'the same'),
    {
      name: '`upgrade` of 1,000 files',
      measured: took('many') / 1000,
      unit: 's',
      atMost: 2,
      about: `${many.changed} change; code in .projenrc.ts, which is run`,
    },
    ...against('many', 'copierMany', 'the same'),
  ];
}
