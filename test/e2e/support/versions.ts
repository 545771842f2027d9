import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { BUNDLE, ENTRIES } from '../../../scripts/bundle.js';
import { root } from '../../project/package.js';

/** One change of the sources from one version to the next. */
interface SourceEdit {
  /** Below src/. */
  readonly file: string;
  /** Has to be there: an edit that changes nothing would prove nothing. */
  readonly from: string;
  readonly to: string;
}

interface Release {
  readonly version: string;
  /** For people: what kinds of change it brings. */
  readonly about: string;
  readonly edits: readonly SourceEdit[];
}

const MIGRATIONS = 'readonly Migration[] = [';

/** Four versions after another of this package, with every kind of change that an upgrade has to carry a user over. */
export const RELEASES: readonly Release[] = [
  { version: '0.1.0', about: 'as the sources are', edits: [] },
  {
    version: '0.2.0',
    about: 'a value changed, a key added, a database with another major version',
    edits: [
      {
        file: 'model/stack-questions.ts',
        from: "default: 'postgres:16.15-alpine'",
        to: "default: 'postgres:17.6-alpine'",
      },
      { file: 'services/redis.ts', from: 'stopGrace: 30', to: 'stopGrace: 45' },
      { file: 'services/redis.ts', from: 'port: 6379,', to: 'port: 6379,\n      init: true,' },
    ],
  },
  {
    version: '0.3.0',
    about: 'an option renamed, a file renamed, a file removed, blocks moved',
    edits: [
      { file: 'services/questions/frontend.ts', from: '  uploadLimit: {', to: '  maxBody: {' },
      { file: 'services/files/frontend.ts', from: 'answers.uploadLimit', to: 'answers.maxBody' },
      {
        file: 'migrate/migrations.ts',
        from: MIGRATIONS,
        to: `${MIGRATIONS}{
  version: '0.3.0',
  about: 'services.frontend.uploadLimit is called services.frontend.maxBody.',
  edits: () => [{ kind: 'rename', path: ['services', 'frontend', 'uploadLimit'], to: ['services', 'frontend', 'maxBody'] }],
},`,
      },
      {
        file: 'render/docs.ts',
        from: '[{ path: documentPath(stack), content',
        to: "[{ path: documentPath(stack), formerly: ['docs/docker-architecture.md'], content",
      },
      { file: 'model/names.ts', from: '/docker-architecture.md`', to: '/architecture.md`' },
      { file: 'render/scripts.ts', from: "    ['restart-unhealthy.sh', true],\n", to: '' },
      {
        file: 'render/compose.ts',
        from: 'environment.containers.toSorted((a, b) => byId(a.id, b.id))',
        to: 'environment.containers.toSorted((a, b) => byId(b.id, a.id))',
      },
    ],
  },
  {
    version: '0.4.0',
    about: 'an option split in two, a question that has to be answered, a service added',
    edits: [
      {
        file: 'model/stack-questions.ts',
        from: '  locale: {',
        to: `  region: { kind: 'text', message: 'Where does it run?', default: '', pattern: /^\\w*$/, must: 'a word' },
  tier: { kind: 'text', message: 'How much does it matter?', default: '', pattern: /^\\w*$/, must: 'a word' },
  locale: {`,
      },
      {
        file: 'migrate/migrations.ts',
        from: MIGRATIONS,
        to: `${MIGRATIONS}{
  version: '0.4.0',
  about: 'title is split into title and region.',
  edits: ({ title }) => {
    const [name, region] = typeof title === 'string' ? title.split(' in ') : [];
    return region === undefined ? [] : [
      { kind: 'set', path: ['title'], value: name },
      { kind: 'set', path: ['region'], value: region },
    ];
  },
  asks: ({ tier }) => (tier === undefined ? [{ path: ['tier'], message: 'How much does it matter?', options: ['high', 'low'] }] : []),
},`,
      },
      {
        file: 'services/index.ts',
        from: 'celeryBeat, backendDebug]',
        to: `celeryBeat, backendDebug, {
  ...redis, id: 'sessions', title: 'Sessions', summary: 'A second Redis', variables: undefined, gives: undefined, rules: [],
  container: (context) => ({ ...redis.container(context), publish: [], volumes: [], tmpfs: [{ target: '/data', size: 16 }], command: ['redis-server'] }),
}]`,
      },
    ],
  },
];

/**
 * A file of the sources with edits, those of the oldest first.
 *
 * @throws where one would change nothing, because the sources have moved on.
 */
export function editedSource(file: string, edits: readonly SourceEdit[]): string {
  let contents = readFileSync(join(root, 'src', file), 'utf8');
  for (const edit of edits.filter((one) => one.file === file)) {
    if (!contents.includes(edit.from)) throw new Error(`${file} has no ${edit.from}`);
    contents = contents.replace(edit.from, () => edit.to);
  }
  return contents;
}

/** The sources as a version has them: all edits up to it. */
function sourcesOf(version: string): Plugin {
  const until = RELEASES.findIndex((release) => release.version === version);
  const edits = RELEASES.slice(0, until + 1).flatMap((release) => release.edits);
  const files = new Set(edits.map(({ file }) => file));
  const used = new Set<string>();
  return {
    name: `sources of ${version}`,
    setup(bundler) {
      bundler.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
        const file = path.slice(join(root, 'src/').length);
        if (file === 'generated/version.ts')
          return { contents: `export const version = ${JSON.stringify(version)};`, loader: 'ts' };
        if (!files.has(file)) return undefined;
        used.add(file);
        return { contents: editedSource(file, edits), loader: 'ts' };
      });
      bundler.onEnd(() => {
        const idle = [...files].filter((file) => !used.has(file));
        if (idle.length > 0) throw new Error(`${version}: nobody reads ${idle.join(', ')}`);
      });
    },
  };
}

/** Its CommonJS form asks for files of its own in a way that no bundler sees; its other one has no default export. */
const jsoncParser: Plugin = {
  name: 'jsonc-parser',
  setup(bundler) {
    const esm = join(root, 'node_modules/jsonc-parser/lib/esm/main.js');
    bundler.onResolve({ filter: /^jsonc-parser$/ }, ({ path }) => ({ path, namespace: 'jsonc' }));
    bundler.onLoad({ filter: /.*/, namespace: 'jsonc' }, () => ({
      contents: `export * from ${JSON.stringify(esm)}; import * as all from ${JSON.stringify(esm)}; export default all;`,
      resolveDir: root,
    }));
  },
};

/**
 * A tarball of a version, as `npm pack` makes it, in `folder`. Its dependencies are in it, so that it installs offline;
 * projen and what runs .projenrc.ts are the project's own.
 */
export async function packVersion(version: string, folder: string): Promise<string> {
  const home = join(folder, `package-${version}`);
  mkdirSync(home, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: {
      ...ENTRIES,
      create: 'test/project/create.ts',
    },
    outdir: join(home, 'lib'),
    ...BUNDLE,
    packages: 'bundle',
    external: ['projen', 'projen/*', 'constructs', 'jiti', 'fsevents'],
    // What is bundled from CommonJS asks for Node's own modules in its own way.
    banner: {
      js: "import { createRequire as lgeRequire } from 'node:module'; const require = lgeRequire(import.meta.url);",
    },
    plugins: [jsoncParser, sourcesOf(version)],
  });
  cpSync(join(root, 'LICENSE'), join(home, 'LICENSE'));
  writeFileSync(join(home, 'CHANGELOG.md'), changelog(version));
  const { bin, exports, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const json = {
    name: 'create-lge-stack',
    version,
    type: 'module',
    bin,
    exports,
    engines,
    files: ['lib', 'CHANGELOG.md'],
  };
  writeFileSync(join(home, 'package.json'), JSON.stringify(json));
  const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: home, encoding: 'utf8' });
  if (packed.status !== 0) throw new Error(packed.stderr);
  return join(folder, packed.stdout.trim());
}

function changelog(version: string): string {
  const until = RELEASES.findIndex((release) => release.version === version);
  const sections = RELEASES.slice(0, until + 1).map((release) => `## ${release.version}\n\n- ${release.about}\n`);
  return `# Changelog\n\n${sections.reverse().join('\n')}`;
}
