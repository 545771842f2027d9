import { github, javascript, JsonFile, ProjenrcFile, release } from 'projen';

const project = new javascript.NodeProject({
  name: 'create-lge-stack',
  description: 'Writes a Docker Compose stack for FastAPI and React, and keeps it in sync',
  keywords: ['create', 'scaffold', 'docker', 'docker-compose', 'fastapi', 'react', 'celery', 'postgres', 'projen'],
  authorName: 'The create-lge-stack contributors',
  authorOrganization: true,
  license: 'Apache-2.0',
  copyrightOwner: 'The create-lge-stack contributors',
  // repository: its address, without which the release workflow ends at its check.

  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.19.0',
  entrypoint: 'lib/index.js',
  bin: { 'create-lge-stack': 'lib/bin.js', 'lge-stack': 'lib/lge-stack.js' },
  autoDetectBin: false,
  projenVersion: '0.103.25',
  peerDeps: ['projen@^0.103.25'],
  peerDependencyOptions: { pinnedDevDependency: false },
  deps: [
    '@clack/core@^1.6.0',
    '@clack/prompts@^1.9.0',
    '@lezer/common@^1.5.0',
    '@lezer/javascript@^1.5.6',
    '@lezer/python@^1.1.19',
    'diff@^9.0.0',
    'dockerfile-ast@^0.7.1',
    'fast-string-width@^3.0.2',
    'fastest-levenshtein@^1.0.16',
    'fs-extra@^11.4.1',
    'handlebars@^4.7.10',
    'ignore@^7.0.16',
    'jiti@^2.7.0',
    'jsonc-parser@^3.3.1',
    'semver@^7.8.6',
    'smol-toml@^1.9.1',
    'yaml@^2.9.1',
  ],
  devDeps: [
    '@eslint/js@^10.0.1',
    '@types/autocannon@^7.12.7',
    '@types/fs-extra@^11.0.4',
    '@types/node@^20.19.0',
    '@types/semver@^7.7.0',
    '@xterm/headless@^6.0.0',
    'ajv@^8.20.0',
    'autocannon@^9.0.0',
    'constructs@^10.8.1',
    'dclint@3.1.0',
    'esbuild@^0.28.2',
    'eslint@^10.15.0',
    'fast-check@^4.10.2',
    'kubernetes-types@^1.30.0',
    'playwright-core@^1.64.0',
    'prettier@^3.10.1',
    'tsx@^4.23.0',
    'typescript@6.0.3',
    'typescript-eslint@^8.73.0',
    'vitest@4.1.12',
  ],
  allowScripts: ['esbuild'],

  jest: false,
  projenrcJs: false,
  npmignoreEnabled: false, // `files` of package.json says what is published
  pullRequestTemplate: false,
  depsUpgrade: false,
  githubOptions: { mergify: false, pullRequestLint: false },
  buildWorkflow: false, // ours, below, runs what a contributor runs

  defaultReleaseBranch: 'main',
  releaseTrigger: release.ReleaseTrigger.workflowDispatch(),
  releaseToNpm: true,
  npmTrustedPublishing: true,
  workflowNodeVersion: '24', // trusted publishing needs its npm
  workflowPackageCache: true,
  bumpPackage: 'commit-and-tag-version@^12', // 13 needs Node 22
  jsiiReleaseVersion: '0.2.1061', // of publib, which publishes: what is not tried is not let near the registry
  releaseWorkflowSetupSteps: [
    { name: 'Check that the package names this repository', run: 'node scripts/repository.js package.json' },
  ],
});

class Projenrc extends ProjenrcFile {
  public readonly filePath = '.projenrc.ts';
}
new Projenrc(project);
project.defaultTask?.exec('tsx .projenrc.ts');

project.package.addField('type', 'module');
project.package.addField('files', ['lib', 'docs', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']);
// `default`, not `import`: Node 20.19 and later can `require` the same file.
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './projen': { types: './lib/project/index.d.ts', default: './lib/projen.js' },
  './rc': { default: './lib/rc.js' },
  './testing': { types: './lib/testing.d.ts', default: './lib/testing.js' },
  './schema.json': './lib/schema.json',
  './package.json': './package.json',
});
// The lock file names no registry, so that `npm ci` takes packages from whichever one is set up.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

// Theirs name folders that a template or a golden tree may well have.
project.gitignore.removePatterns('logs', '*.log', 'pids', '*.pid', '*.seed', 'lib-cov', '*.lcov', 'coverage', '.cache');
project.gitignore.removePatterns('.nyc_output', 'build/Release', 'jspm_packages/', '.yarn-integrity', '*.pid.lock');
project.gitignore.exclude('/lib/', '/dist/', '/src/generated/', '__pycache__/', '.venv/');

project.gitattributes.addAttributes('*', 'text=auto', 'eol=lf');
project.gitattributes.addAttributes('/test/merge/**', '-text');
project.gitattributes.addAttributes('/test/golden/*/expected/**', 'linguist-generated');

const compilerOptions: javascript.TypeScriptCompilerOptions = {
  target: 'ES2023',
  lib: ['ES2023'],
  module: 'NodeNext',
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
};
const notOurs = ['node_modules', 'lib', 'test/golden/*/expected', 'test/adopt/repositories'];
const tsconfig = new javascript.TypescriptConfig(project, {
  include: ['src', 'types', 'test', 'scripts', 'vitest.config.ts', '.projenrc.ts'],
  exclude: notOurs,
  compilerOptions,
});
new javascript.TypescriptConfig(project, {
  fileName: 'tsconfig.build.json',
  extends: javascript.TypescriptConfigExtends.fromTypescriptConfigs([tsconfig]),
  include: ['src', 'types'],
  compilerOptions: { rootDir: 'src', outDir: 'lib', declaration: true, emitDeclarationOnly: true, noEmit: false },
});
new JsonFile(project, '.prettierrc.json', { obj: { printWidth: 120, singleQuote: true }, marker: false });

/** A task of projen and the same command as a script, which spares npm users projen's second process. */
function command(name: string, description: string, ...steps: readonly string[]): void {
  const task = project.tasks.tryFind(name) ?? project.addTask(name);
  task.description = description;
  for (const step of steps) task.exec(step);
  project.setScript(name, steps.join(' && '));
}
const templates = 'tsx scripts/templates.ts';
const build = 'tsx scripts/build.ts';
const sources = '"{src,types,test,scripts}/**/*.{ts,js}" .projenrc.ts vitest.config.ts eslint.config.js';
project.compileTask.exec(build);
project.setScript('build', build);
command('templates', 'Compiles templates/ into src/generated', templates);
command('typecheck', 'Checks the types of everything', templates, 'tsc');
command('lint', 'Checks rules and layout', templates, 'eslint --max-warnings 0', `prettier --check ${sources}`);
command('format', 'Mends what lint can mend', templates, 'eslint --fix', `prettier --write ${sources}`);
command('test', 'Runs the tests that need nothing but Node', 'vitest run --project unit');
command(
  'test:sync',
  'Runs the tests of what keeps a project in sync: killed processes, full disks, thousands of merges',
  'vitest run --project sync',
);
command(
  'test:linters',
  'Runs linters over what is rendered; needs Python 3 and Docker',
  'vitest run --project linters',
);
command('e2e', 'Runs the tests against real stacks; needs Docker', build, 'vitest run --project e2e');
command(
  'e2e:kubernetes',
  'Runs the tests against a real stack on Kubernetes; needs Docker and a cluster',
  build,
  'vitest run --project e2e:kubernetes',
);
command('bench', 'Measures starts, creation and synthesis', build, 'tsx test/bench/index.ts');
command('bench:images', 'Measures builds of images against the plan; needs Docker', build, 'tsx test/bench/images.ts');
command('docs', 'Writes docs/ from the definitions', templates, 'tsx scripts/docs.ts');
project.addTask('e2e:long', {
  description: 'Runs the end-to-end tests with the long ones among them',
  env: { E2E_LONG: '1' },
  steps: [{ spawn: 'e2e' }],
});
project.addTask('golden', {
  description: 'Writes what is rendered now into test/golden/*/expected',
  env: { UPDATE_GOLDEN: '1' },
  steps: [{ exec: 'vitest run --project unit test/golden' }],
});
project.setScript('prepublishOnly', build);
// Tasks of a release, which only its workflow runs.
for (const name of ['bump', 'bump:releasable-commits', 'unbump', 'release', 'package', 'eject', 'clobber', 'default'])
  project.removeScript(name);
for (const name of ['pre-compile', 'compile', 'post-compile']) project.removeScript(name);

const setUp = (version: string): github.workflows.JobStep[] => [
  github.WorkflowSteps.checkout(),
  {
    name: 'Set up Node.js',
    uses: 'actions/setup-node@v7.0.0',
    with: { 'node-version': version, cache: 'npm' },
  },
];
const job = (steps: readonly github.workflows.JobStep[], minutes: number): github.workflows.Job => ({
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  timeoutMinutes: minutes,
  steps: [...steps],
});
const workflow = new github.GithubWorkflow(project.github!, 'build', {
  limitConcurrency: true,
  concurrencyOptions: { group: '${{ github.workflow }}-${{ github.ref }}', cancelInProgress: true },
});
workflow.on({ pullRequest: {}, push: { branches: ['main'] }, workflowDispatch: {} });
workflow.addJobs({
  all: job([...setUp('20'), { name: 'Everything', run: 'bash .ci/run' }], 90),
  node: {
    ...job(
      [
        ...setUp('${{ matrix.node }}'),
        { run: 'npm ci' },
        { run: 'npm test' },
        { run: 'npm run build' },
        { run: 'node lib/bin.js --version' },
      ],
      15,
    ),
    strategy: { failFast: false, matrix: { domain: { node: ['20.19', '22', '24'] } } },
  },
});
// The default of the tool that publishes; unsaid, an organisation's mirror can be put in its place.
project
  .tryFindObjectFile('.github/workflows/release.yml')!
  .addDeletionOverride('jobs.release_npm.steps.3.env.NPM_REGISTRY');

project.synth();
