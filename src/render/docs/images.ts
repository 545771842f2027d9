import { below, shown } from '../../model/folder.js';
import { LOCK_FILES, pythonPackages } from '../../model/lock-files.js';
import { compose } from '../../model/compose-files.js';
import type { Stack } from '../../model/stack.js';
import { fill } from '../template.js';
import { answer, answerText, find, type Section } from './facts.js';
import { code, codes, table } from './markdown.js';

type Optimize = Readonly<Record<'bytecode' | 'strip' | 'prune', boolean>>;
type Packages = Readonly<Record<'build' | 'runtime', readonly string[]>>;

const optimize = (stack: Stack) => answer(stack, 'backend', 'optimize') as Optimize;
const packages = (stack: Stack) => answer(stack, 'backend', 'systemPackages') as Packages;
const python = (stack: Stack) => {
  const { packageManager, requirements } = stack.options.python;
  const managers = {
    uv: ['uv', 'uv sync --locked --no-dev'],
    poetry: ['Poetry', 'poetry install --only=main --no-root'],
    pip: ['uv', `uv pip install -r ${requirements}`],
  } as const;
  const [name, dependencies] = managers[packageManager];
  return { name, dependencies, lock: pythonPackages(stack.options.python) };
};

function layers(stack: Stack): string {
  const { user } = stack.policy;
  const source = shown(answerText(stack, 'backend', 'package'));
  const { lock } = python(stack);
  const { runtime } = packages(stack);
  return table(
    ['Layer', 'What it holds', 'Changes with'],
    [
      ['Base', code(stack.options.images.python), `${code('images.python')} in ${code('lge.stack.json')}`],
      [
        'Account',
        `${code(`${user.name}:${user.group}`)} (${user.uid}:${user.gid}), who owns ${code('/app/logs')} and nothing else`,
        'the preset',
      ],
      ...(runtime.length > 0
        ? [['System packages', codes(runtime), code('services.backend.systemPackages.runtime')]]
        : []),
      ['Dependencies', `${code('/opt/venv')}, one virtual environment`, code(lock)],
      ...(stack.has('migrate')
        ? [
            [
              'Migrations',
              codes([answerText(stack, 'migrate', 'config'), shown(answerText(stack, 'migrate', 'scripts'))]),
              'a migration',
            ],
          ]
        : []),
      ['Application', code(source), 'the code'],
    ],
  );
}

export const backendDockerfile: Section = (stack) => {
  const image = find(stack, 'backend')?.image;
  if (!image || !('build' in image)) return undefined;
  const { user } = stack.policy;
  const others = stack.environments.production.containers.filter(
    (container) => 'of' in container.image && container.image.of === 'backend',
  );
  const { name, lock } = python(stack);
  return fill('docs/backend-dockerfile.md', {
    compose: compose(stack, 'development'),
    dockerfile: below(image.build.context, image.build.dockerfile),
    account: `${user.name} (${user.uid}:${user.gid})`,
    others: codes(others.map(({ id }) => id)),
    layers: layers(stack),
    module: answerText(stack, 'backend', 'module'),
    port: answerText(stack, 'backend', 'port'),
    healthPath: answerText(stack, 'backend', 'healthPath'),
    manager: name,
    lock,
  });
};

function backendStages(stack: Stack): string {
  const base = code(stack.options.images.python);
  const { name } = python(stack);
  const { bytecode, strip, prune } = optimize(stack);
  const slimmed = [
    ...(prune ? ['their tests dropped'] : []),
    ...(strip ? ['debug symbols dropped'] : []),
    ...(bytecode ? ['compiled'] : []),
  ];
  const own = packages(stack).build;
  return table(
    ['Stage', 'Base image', 'Purpose', 'Artifacts'],
    [
      ...(strip ? [[code('binutils'), base, `${code('strip')}, for the next stage alone`, 'nothing']] : []),
      [
        code('builder'),
        base,
        `${name} installs the dependencies${slimmed.length > 0 ? `; ${slimmed.join(', ')}` : ''}${own.length > 0 ? `; built with ${codes(own)}` : ''}`,
        `${code('/opt/venv')}, the account`,
      ],
      [code('runtime'), base, 'Runs the application', 'the image: both, and the code'],
    ],
  );
}

function frontendStages(stack: Stack): string {
  const { packageManager } = stack.options.node;
  const dist = code(`${answerText(stack, 'frontend', 'distFolder')}/`);
  return table(
    ['Stage', 'Base image', 'Purpose', 'Artifacts'],
    [
      [
        code('builder'),
        code(stack.options.images.node),
        `${packageManager} installs from its lock file, Vite builds, files are compressed`,
        dist,
      ],
      [
        code('runtime'),
        code(stack.options.images.nginx),
        'nginx serves the built files',
        `the image: ${dist} and nginx's configuration`,
      ],
    ],
  );
}

export const multiStage: Section = (stack) => {
  if (!stack.has('backend') && !stack.has('frontend')) return undefined;
  const backend = stack.has('backend');
  const locks = [
    ...(backend ? [python(stack).lock] : []),
    ...(stack.has('frontend') ? [LOCK_FILES[stack.options.node.packageManager]] : []),
  ];
  return fill('docs/multi-stage.md', {
    frontend: stack.has('frontend') && frontendStages(stack),
    backend: backend && backendStages(stack),
    locks: codes(locks),
    several: locks.length > 1,
    dependencies: backend && python(stack).dependencies,
    manager: python(stack).name,
    base: backend ? stack.options.images.python : stack.options.images.nginx,
    build: backend && codes(packages(stack).build.filter((name) => !packages(stack).runtime.includes(name))),
    runtime: backend && codes(packages(stack).runtime),
    bytecode: backend && optimize(stack).bytecode,
  });
};
