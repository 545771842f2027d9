import { evidenceOf } from '../code.js';
import type { AsgiApp, BackendFacts, ReadVariable } from '../detected.js';
import type { Fact, Sureness } from '../fact.js';
import { below, depthOf, folderOf, isIn, join, nameOf, upwards } from '../path.js';
import type { Tree } from '../tree.js';
import { appCandidates, type AppCandidate } from './apps.js';
import { celeryFacts, startedBeat, type CeleryFacts } from './celery.js';
import { environVariables } from './environ.js';
import { apiPrefix, healthRoutes } from './health.js';
import { rootFor, sourceFolder } from './layout.js';
import { dependenciesOf, manifestsOf, packageManagerOf, requirementsOf, versionOf } from './manifest.js';
import { pythonVersionOf } from './python-version.js';
import {
  celeryReferences,
  moduleName,
  pathFor,
  serverReferences,
  startingFiles,
  type Reference,
} from './references.js';
import { routesOf } from './routes.js';
import { settingsVariables } from './settings.js';
import { pythonSources, type Sources } from './sources.js';
import { databaseOf, redisOf } from './stores.js';
import { trustedHosts } from './trusted-hosts.js';
import { writesOf } from './writes.js';

interface Ranked {
  readonly app: AppCandidate;
  readonly folder: string;
  readonly reference?: Reference;
  readonly score: number;
}

const MAIN = /^(main|app|asgi|server|api|application|wsgi|run|__init__)\.py$/;

/** The folder of the backend that a file belongs to: the nearest with a manifest, one that asks for FastAPI before any other. */
function folderFor(tree: Tree, path: string): Fact<string> {
  const above = upwards(folderOf(path)).map((folder) => ({ folder, manifests: manifestsOf(tree, folder) }));
  const asks = (file: string): boolean => /fastapi/i.test(tree.read(file) ?? '');
  const named = above.find(({ manifests }) => manifests.some(asks));
  const evidence = named?.manifests.find(asks);
  if (named && evidence) return { value: named.folder, sure: 'certain', evidence: { file: evidence } };
  const any = above.find(({ manifests }) => manifests.length > 0);
  if (any) return { value: any.folder, sure: 'likely', evidence: { file: any.manifests[0]! } };
  // No manifest at all: a folder of that name, or the first one.
  const folders = upwards(folderOf(path));
  const usual = folders.find((folder) => /^(backend|server|api)$/.test(nameOf(folder)));
  return { value: usual ?? folders.at(-2) ?? '.', sure: 'guessed', evidence: { file: path } };
}

function rank(app: AppCandidate, folder: string, references: readonly Reference[]): Ranked {
  const meant = references.filter(
    ({ module, attribute }) => attribute === app.attribute && pathFor(app.path, module) !== undefined,
  );
  const reference = meant.toSorted(
    (a, b) => depthOf(b.module.replaceAll('.', '/')) - depthOf(a.module.replaceAll('.', '/')),
  )[0];
  const score =
    (reference ? 40 : 0) +
    (app.factory ? 0 : 10) +
    (app.attribute === 'app' || app.attribute === 'create_app' ? 6 : 0) +
    (MAIN.test(nameOf(app.path)) ? 5 : 0) +
    (/(^|\/)(main|asgi)\.py$/.test(app.path) ? 2 : 0) -
    depthOf(app.path);
  return { app, folder, ...(reference && { reference }), score };
}

/** One variable of each name, required where one of them is. */
function merged(variables: readonly ReadVariable[]): readonly ReadVariable[] {
  const names = [...new Set(variables.map(({ name }) => name))];
  return names.map((name) => {
    const all = variables.filter((one) => one.name === name);
    return {
      ...all[0]!,
      required: all[0]!.required || (all[0]!.default === undefined && all.some(({ required }) => required)),
    };
  });
}

const folderAmong = (folders: readonly string[], sure: Sureness): Sureness =>
  folders.length > 1 && sure === 'certain' ? 'likely' : sure;

function appFact({ app, reference }: Ranked, root: string, alone: boolean): Fact<AsgiApp> {
  const sure: Sureness = reference ? 'certain' : alone && !app.factory ? 'certain' : 'likely';
  const value = { module: moduleName(app.path, root), attribute: app.attribute, factory: app.factory };
  return { value, sure, evidence: evidenceOf(app.code) };
}

/** What there is beside the application itself. */
function manifestFacts(tree: Tree, folder: string, dockerfiles: readonly string[]) {
  const dependencies = dependenciesOf(tree, folder);
  const packageManager = packageManagerOf(tree, folder);
  const requirements = requirementsOf(tree, folder);
  const pythonVersion = pythonVersionOf(tree, folder, dockerfiles);
  const fastapiVersion = versionOf(tree, folder, 'fastapi', dependencies);
  return {
    ...(packageManager && { packageManager }),
    ...(requirements && { requirements }),
    ...(pythonVersion && { pythonVersion }),
    ...(fastapiVersion && { fastapiVersion }),
    dependencies,
  };
}

function alembicOf(tree: Tree, folder: string): Fact<string> | undefined {
  const inside = tree.files.filter((path) => nameOf(path) === 'alembic.ini' && isIn(folder, path));
  const file = inside.toSorted((a, b) => depthOf(a) - depthOf(b))[0];
  if (file !== undefined)
    return { value: below(folder, folderOf(file)), sure: inside.length > 1 ? 'likely' : 'certain', evidence: { file } };
  const manifest = join(folder, 'pyproject.toml');
  const line = (tree.read(manifest) ?? '').split('\n').findIndex((one) => one.startsWith('[tool.alembic]'));
  return line < 0 ? undefined : { value: '.', sure: 'certain', evidence: { file: manifest, line: line + 1 } };
}

interface Place {
  readonly tree: Tree;
  readonly sources: Sources;
  readonly paths: readonly string[];
  readonly folder: string;
  /** Files that say how something is started. */
  readonly starting: readonly string[];
}

/** Facts of the code, which do not depend on how it is started. */
function codeFacts({ tree, sources, paths, folder }: Place) {
  const variables = merged([...settingsVariables(sources, paths, folder), ...environVariables(sources, paths, folder)]);
  const hosts = trustedHosts(sources, paths, folder);
  const writes = writesOf(sources, { paths, files: tree.files, folder });
  return { variables, ...(hosts && { trustedHosts: hosts }), writes };
}

function celeryOf({ tree, sources, paths, folder, starting }: Place, root: string): CeleryFacts {
  const { celeryApp, celeryBeat } = celeryFacts({ sources, paths, folder, root }, celeryReferences(tree, starting));
  const beat = celeryBeat ?? startedBeat(tree.read, starting);
  return { ...(celeryApp && { celeryApp }), ...(celeryApp && beat && { celeryBeat: beat }) };
}

/** What the routes of the application say. */
function routeFacts({ sources, paths, folder }: Place, { path, made }: AppCandidate) {
  const routes = routesOf({ sources, module: sources.module(path)!, folder }, paths, made);
  const prefix = apiPrefix(routes);
  return { ...(prefix && { apiPrefix: prefix }), health: healthRoutes(routes) };
}

function describe(place: Place, best: Ranked, folder: Fact<string>, alone: boolean): Omit<BackendFacts, 'rivals'> {
  const { tree, sources, starting } = place;
  const { path } = best.app;
  const start = { path, folder: folder.value, ...(best.reference && { reference: best.reference }) };
  const root = rootFor(tree, sources, start);
  const docker = starting.filter((file) => /dockerfile/i.test(nameOf(file)));
  const own = docker.filter((file) => isIn(folder.value, file));
  const facts = manifestFacts(tree, folder.value, [...own, ...docker]);
  const code = codeFacts(place);
  const alembic = alembicOf(tree, folder.value);
  const database = databaseOf(facts.dependencies, code.variables);
  const redis = redisOf(facts.dependencies, code.variables, (file) => tree.read(file) ?? '');
  return {
    folder,
    ...facts,
    app: appFact(best, root.value, alone),
    source: { ...root, value: sourceFolder(path, folder.value, root.value) },
    pythonPath: { ...root, value: below(folder.value, root.value) },
    ...routeFacts(place, best.app),
    ...celeryOf(place, root.value),
    ...(alembic && { alembic }),
    ...(database && { database }),
    ...(redis && { redis }),
    ...code,
  };
}

/** A difference that says nothing: a name, or how deep a file lies. */
const NEAR = 15;

/** The best of each other folder, where it is hardly less likely than the best of all. */
function rivalsOf(ranked: readonly Ranked[], best: Ranked): readonly Fact<string>[] {
  const near = ranked.filter(({ folder, score }) => folder !== best.folder && best.score - score < NEAR);
  return near
    .filter(({ folder }, index) => near.findIndex((one) => one.folder === folder) === index)
    .map(({ folder, app }) => ({ value: folder, sure: 'likely', evidence: evidenceOf(app.code) }));
}

/**
 * The backend: the likeliest of all folders with an application of FastAPI.
 *
 * @param known Its folder, where somebody has said it.
 */
export function detectBackend(tree: Tree, known?: string): BackendFacts | undefined {
  const sources = pythonSources(tree);
  const starting = startingFiles(tree);
  const references = [...serverReferences(tree, starting), ...startedInCode(sources)];
  const all = appCandidates(sources)
    .map((app) => rank(app, folderFor(tree, app.path).value, references))
    .toSorted((a, b) => b.score - a.score);
  const said = all.filter(({ folder }) => folder === known);
  const ranked = said.length > 0 ? said : all;
  const best = ranked[0];
  if (!best) return undefined;
  const folders = [...new Set(ranked.map(({ folder }) => folder))];
  const found = folderFor(tree, best.app.path);
  const folder = { ...found, sure: folderAmong(folders, found.sure) };
  const paths = sources.paths.filter(
    (path) =>
      isIn(folder.value, path) &&
      !folders.some((other) => other !== folder.value && isIn(folder.value, other) && isIn(other, path)),
  );
  const rivals = ranked.filter((one) => one.folder === folder.value && !one.app.factory);
  const place = { tree, sources, paths, folder: folder.value, starting };
  return { ...describe(place, best, folder, rivals.length === 1), rivals: rivalsOf(ranked, best) };
}

/** `uvicorn.run("app.main:app")` */
function startedInCode(sources: Sources): readonly Reference[] {
  return sources.paths
    .filter((path) => sources.mentions(path, 'uvicorn.run', 'granian'))
    .flatMap((path) => {
      const match = /["']([A-Za-z_][\w.]*):([A-Za-z_]\w*)["']/.exec(sources.text(path));
      return match ? [{ module: match[1]!, attribute: match[2]!, evidence: { file: path } }] : [];
    });
}
