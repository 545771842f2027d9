import type { Detected, FrontendFacts, BackendFacts } from '../detect/detected.js';
import type { Evidence, Fact } from '../detect/fact.js';
import { isPythonTooOld } from '../model/versions.js';
import { option, type Options } from './breaks/break.js';
import { installsWithPip } from './requirements.js';

/** An option, and the fact that answers it. */
interface Answer {
  readonly path: string;
  readonly value: unknown;
  readonly evidence: Evidence;
}

/** How options follow from the facts of one part of the repository. */
type Answers<F> = Readonly<Record<string, (facts: F) => Fact<unknown> | undefined>>;

const MANAGERS: ReadonlySet<string> = new Set(['uv', 'poetry', 'pip']);
const NODE_MANAGERS: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn']);

/** The same place and sureness, another value. */
function map<T, U>(fact: Fact<T> | undefined, to: (value: T) => U | undefined): Fact<U> | undefined {
  const value = fact && to(fact.value);
  return fact && value !== undefined ? { ...fact, value } : undefined;
}

const otherThan = (fact: Fact<string> | undefined, usual: string): Fact<string> | undefined =>
  map(fact, (value) => (value === usual ? undefined : value));

function health(facts: BackendFacts, says: 'ready' | 'live'): Fact<string> | undefined {
  return map(
    facts.health.find(({ value }) => value.says === says),
    ({ path }) => path,
  );
}

const BACKEND: Answers<BackendFacts> = {
  'folders.backend': ({ folder }) => folder,
  'python.packageManager': ({ packageManager }) => map(packageManager, (name) => (MANAGERS.has(name) ? name : 'pip')),
  'python.requirements': (facts) =>
    installsWithPip(facts) ? otherThan(facts.requirements, 'requirements.txt') : undefined,
  'images.python': ({ pythonVersion }) =>
    map(pythonVersion, (version) => (isPythonTooOld(version) ? undefined : `python:${version}-slim-trixie`)),
  'services.backend.starter': ({ folder }) => map(folder, () => false),
  'services.backend.package': ({ source }) => source,
  'services.backend.pythonPath': ({ pythonPath }) => pythonPath,
  'services.backend.module': ({ app }) => map(app, ({ module, attribute }) => `${module}:${attribute}`),
  'services.backend.factory': ({ app }) => map(app, ({ factory }) => factory || undefined),
  'services.backend.apiPrefix': ({ apiPrefix }) => apiPrefix,
  'services.backend.healthPath': (facts) =>
    health(facts, 'ready') ?? health(facts, 'live') ?? map(facts.folder, () => '/'),
  'services.backend.livePath': (facts) => health(facts, 'live') ?? map(facts.folder, () => ''),
  // Some answer, be it "not found": the process serves.
  'services.backend.probe': (facts) => (facts.health.length > 0 ? undefined : map(facts.folder, () => 'any')),
  'services.celery-worker.app': ({ celeryApp }) => celeryApp,
  // Nothing of theirs touches our heartbeat file.
  'services.celery-worker.probe': ({ celeryApp }) => map(celeryApp, () => 'ping'),
  'services.celery-worker': ({ celeryApp, folder }) => (celeryApp ? undefined : map(folder, () => false)),
  'services.celery-beat.probe': ({ celeryApp, celeryBeat }) =>
    celeryApp && celeryBeat?.value ? map<boolean, string>(celeryBeat, () => 'schedule') : undefined,
  'services.celery-beat': ({ celeryApp, celeryBeat, folder }) =>
    celeryApp && celeryBeat?.value ? undefined : map<unknown, false>(celeryBeat ?? folder, () => false),
  'services.migrate': ({ alembic, folder }) => (alembic ? undefined : map(folder, () => false)),
  'services.postgres': ({ database, alembic, folder }) =>
    database?.value === 'postgres' || (alembic && !database)
      ? undefined
      : map<unknown, false>(database ?? folder, () => false),
  'services.redis': ({ redis, celeryApp, folder }) =>
    redis?.value || celeryApp ? undefined : map<unknown, false>(redis ?? folder, () => false),
};

function managerVersion(facts: FrontendFacts, name: string): Fact<string> | undefined {
  return facts.packageManager?.value === name ? facts.packageManagerVersion : undefined;
}

/** An answer for Create React App alone: those for Vite are the defaults. */
function reactScripts(framework: FrontendFacts['framework'], value: string): Fact<string> | undefined {
  return map<string, string>(framework, (name) => (name === 'create-react-app' ? value : undefined));
}

const FRONTEND: Answers<FrontendFacts> = {
  'folders.frontend': ({ folder }) => folder,
  'node.packageManager': ({ packageManager }) =>
    map(packageManager, (name) => (NODE_MANAGERS.has(name) ? name : undefined)),
  'node.pnpmVersion': (facts) => managerVersion(facts, 'pnpm'),
  'node.yarnVersion': (facts) => managerVersion(facts, 'yarn'),
  'images.node': ({ nodeVersion }) => map(nodeVersion, (version) => `node:${version}-alpine`),
  'services.frontend.starter': ({ folder }) => map(folder, () => false),
  'services.frontend.framework': ({ framework }) => reactScripts(framework, 'create-react-app'),
  'services.frontend.assetsFolder': ({ framework }) => reactScripts(framework, 'static'),
  'services.frontend.distFolder': ({ distFolder }) => distFolder,
};

const ABSENT: Readonly<Record<'backend' | 'frontend', readonly string[]>> = {
  backend: ['backend', 'celery-worker', 'celery-beat', 'migrate', 'postgres', 'redis'],
  frontend: ['frontend'],
};

function read<F>(answers: Answers<F>, facts: F | undefined): readonly Answer[] {
  if (!facts) return [];
  return Object.entries(answers).flatMap(([path, answer]) => {
    const fact = answer(facts);
    return fact ? [{ path, value: fact.value, evidence: fact.evidence }] : [];
  });
}

/** What is not in the repository is not in the stack; a repository without either part says nothing of them. */
function absent({ backend, frontend }: Detected): readonly Options[] {
  if (!backend && !frontend) return [];
  const gone = [...(backend ? [] : ABSENT.backend), ...(frontend ? [] : ABSENT.frontend)];
  return gone.map((id) => option(`services.${id}`, false));
}

/** What the facts of a repository answer, in the shape of lge.stack.json, and where each was read. */
export function answersOf(detected: Detected): {
  readonly layers: readonly Options[];
  readonly evidence: ReadonlyMap<string, Evidence>;
} {
  const answers = [...read(BACKEND, detected.backend), ...read(FRONTEND, detected.frontend)];
  return {
    layers: [...absent(detected), ...answers.map(({ path, value }) => option(path, value))],
    evidence: new Map(answers.map(({ path, evidence }) => [path, evidence])),
  };
}
