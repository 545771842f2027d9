// The application that both Dockerfiles build: the starter, and what an API of some age has beside it.
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lockFiles, makeLock } from '../../src/cli/lock.js';
import { loadOptions, renderStack } from '../../src/index.js';
import { provideImages } from '../tools/docker.js';

/** With the starter's own, 51 packages; 67 MB of them are native code, most of it debug information. */
const EXTRA = ['bcrypt', 'cryptography', 'httpx', 'orjson', 'python-multipart'];
/** Each is one package without others, small, and none that is there already: changed dependencies. */
export const ADDED = [
  'humanize',
  'tabulate',
  'toolz',
  'xmltodict',
  'isodate',
  'inflection',
  'colorama',
  'aiofiles',
  'cachetools',
];

/** What a page of some age has beside the starter's: 1,600 modules. */
const LIBRARIES = ['@mui/material', '@tanstack/react-query', 'react-router', 'recharts', 'date-fns'];
const PEERS = ['@emotion/react', '@emotion/styled'];

const PLAN = join(import.meta.dirname, 'plan/Dockerfile');
/** A source file that every one of them has, and that nothing else is made of. */
export const SOURCE = { backend: 'src/api/v1/status.py', frontend: 'src/App.tsx' };

export type Variant = 'uv' | 'poetry' | 'plan';

export interface Application {
  readonly root: string;
  /** Build contexts. */
  readonly backends: Readonly<Record<Variant, string>>;
  readonly frontend: string;
  /** Writes `pyproject.toml` and the lock file with one more package; -1 is without. */
  readonly use: (variant: Variant, added: number) => void;
  readonly remove: () => void;
}

function write(dir: string, options: object): ReturnType<typeof loadOptions>['stack'] {
  const { stack, diagnostics } = loadOptions(options);
  if (!stack) throw new Error(JSON.stringify(diagnostics, null, 2));
  for (const { path, content, executable } of renderStack(stack)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
    if (executable) chmodSync(join(dir, path), 0o755);
  }
  return stack;
}

const FILES = { uv: ['pyproject.toml', 'uv.lock'], poetry: ['pyproject.toml', 'poetry.lock'] } as const;

/** Locks the dependencies once for each that is added, and keeps what that gave beside the context. */
async function lock(manager: 'uv' | 'poetry', dir: string, runs: number): Promise<void> {
  const stack = write(dir, { name: 'bench', python: { packageManager: manager } })!;
  await provideImages(Object.values(stack.options.images));
  const backend = join(dir, 'bench-backend');
  const project = readFileSync(join(backend, 'pyproject.toml'), 'utf8');
  for (let added = -1; added < runs; added += 1) {
    const all = [...EXTRA, ...ADDED.slice(added, added + 1).filter(() => added >= 0)];
    writeFileSync(
      join(backend, 'pyproject.toml'),
      project.replace('dependencies = [\n', `dependencies = [\n${all.map((name) => `    "${name}",\n`).join('')}`),
    );
    const file = lockFiles(stack).find(({ folder }) => folder === 'bench-backend')!;
    const { ok, said } = await makeLock(file, dir);
    if (!ok) throw new Error(`${file.path}: ${said}`);
    for (const name of FILES[manager]) copyFileSync(join(backend, name), join(dir, `${name}.${added}`));
  }
  if (manager === 'poetry') return;
  growFrontEnd(join(dir, 'bench-frontend'));
  const { ok, said } = await makeLock(
    lockFiles(stack).find(({ folder }) => folder === 'bench-frontend')!,
    dir,
  );
  if (!ok) throw new Error(said);
}

/** Uses all of each library, so that none of it is left out of what is built. */
function growFrontEnd(dir: string): void {
  const edit = (path: string, change: (text: string) => string): void =>
    writeFileSync(join(dir, path), change(readFileSync(join(dir, path), 'utf8')));
  const versions = [...LIBRARIES, ...PEERS].map((name) => `    "${name}": "*",\n`).join('');
  edit('package.json', (text) => text.replace('"dependencies": {\n', `"dependencies": {\n${versions}`));
  const imports = LIBRARIES.map((name, index) => `import * as library${index} from '${name}';\n`).join('');
  writeFileSync(
    join(dir, 'src/usual.ts'),
    `${imports}console.log(${LIBRARIES.map((_, index) => `library${index}`).join(', ')});\n`,
  );
  edit('src/main.tsx', (text) => `import './usual';\n${text}`);
}

export async function writeApplication(runs: number): Promise<Application> {
  const root = mkdtempSync(join(tmpdir(), 'lge-bench-images-'));
  const [uv, poetry] = [join(root, 'uv'), join(root, 'poetry')];
  await lock('uv', uv, runs);
  await lock('poetry', poetry, runs);
  const backends = { uv: join(uv, 'bench-backend'), poetry: join(poetry, 'bench-backend'), plan: join(root, 'plan') };
  cpSync(backends.poetry, backends.plan, { recursive: true });
  copyFileSync(PLAN, join(backends.plan, 'Dockerfile'));
  // The plan has none.
  rmSync(join(backends.plan, '.dockerignore'));
  const use = (variant: Variant, added: number): void => {
    const manager = variant === 'uv' ? 'uv' : 'poetry';
    for (const name of FILES[manager])
      copyFileSync(join(root, manager, `${name}.${added}`), join(backends[variant], name));
    // No lock file minds it, and no build of an earlier run has seen it.
    appendFileSync(join(backends[variant], 'pyproject.toml'), `# ${root}\n`);
  };
  for (const variant of ['uv', 'poetry', 'plan'] as const) use(variant, -1);
  return {
    root,
    backends,
    frontend: join(uv, 'bench-frontend'),
    use,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What was not there before, so that no build of another run has seen it. */
export function editSource(context: string, part: keyof typeof SOURCE): void {
  const note = `${Date.now()}-${Math.random()}`;
  appendFileSync(join(context, SOURCE[part]), part === 'backend' ? `# ${note}\n` : `console.info('${note}');\n`);
}
