// Every command that a document shows is carried out, as it stands there, on a machine without a network.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands, PROGRAMS } from '../../../src/cli/commands/index.js';
import { EXIT } from '../../../src/cli/exit.js';
import { exitsOf } from '../../../src/cli/help.js';
import { writeRepository } from '../../support/repositories.js';
import { shownCommands } from '../../support/shown.js';
import { runMain, type Ran } from '../run-main.js';
import { machine } from './machine.js';
import { sandbox } from './project.js';

const project = sandbox();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lge-documents-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Neither npm nor Docker nor Git is there, and no registry answers. */
const bare = () => ({ PATH: join(folder, 'bin'), HOME: folder, npm_config_registry: 'http://127.0.0.1:1/' });

/** Without somebody to ask, or without what was before, they end with 2, and say so. */
const USELESS: Readonly<Record<string, string>> = {
  'npx create-lge-stack': 'Nobody is here to ask.',
  'npx create-lge-stack create sync': 'Nobody is here to ask.',
  'npx lge-stack eject': 'Nobody is here to ask.',
  'npx lge-stack upgrade --rollback': 'There is no upgrade to take back.',
};
/** What they need is fetched. */
const FETCHING = ['upgrade', 'pin', 'check'];

let count = 0;
/** Where a new project is made: an empty folder, or for `.` a repository. */
async function creating(args: readonly string[]): Promise<Ran> {
  count += 1;
  const dir = join(folder, `new-${count}`, 'store');
  mkdirSync(dir, { recursive: true });
  if (args.includes('.')) writeRepository('uv-celery', dir);
  writeFileSync(join(dir, 'answers.json'), '{ "name": "shop" }\n');
  return runMain(args, { dir, env: bare(), machine: machine() });
}

/** Two conflicts in a file, or a run that can be taken back. */
async function before(shown: string): Promise<void> {
  const ports = (frontend: number, backend: number) =>
    project.options({ services: { frontend: { devPort: frontend }, backend: { devPort: backend } } });
  if (shown.includes(' resolve '))
    project.edit('docker-compose.yml', (text) =>
      text.replace('published: "80"', 'published: "9980"').replace('published: "8000"', 'published: "9900"'),
    );
  if (!/ (?:resolve|restore) /.test(shown)) return;
  ports(8085, 8005);
  await project.run('sync');
}

const all = [...new Set(shownCommands().map(({ command }) => command))];

describe('what documents show is carried out', () => {
  it.each(all)('%s', async (shown) => {
    const [, program, ...words] = shown.split(' ');
    const args = words.map((word) => (/^(?:ID|0000\d\d)$/.test(word) ? '000002' : word));
    if (program === 'lge-stack') await before(shown);
    const command = commands.find(({ name }) => name === args[0]) ?? PROGRAMS[program as 'lge-stack'];
    const where = { env: bare(), machine: machine() };
    const { code, err } =
      program === 'create-lge-stack'
        ? await creating(args)
        : await runMain(args, { dir: project.dir(), program: 'lge-stack', ...where });
    expect(err).not.toMatch(/\n {4}at /);
    if (!command) return expect(code).toBe(EXIT.ok);
    const allowed = exitsOf(command).map((name) => EXIT[name]);
    expect(allowed).toContain(code);
    if (USELESS[shown] !== undefined) expect(err).toContain(USELESS[shown]);
    else expect(code, err).not.toBe(EXIT.usage);
    if (!FETCHING.includes(command.name)) expect(code, err).not.toBe(EXIT.fault);
  });
});
