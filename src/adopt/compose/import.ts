import type { Repository } from '../../detect/repository.js';
import type { Finding } from '../finding.js';
import type { Account, ExtraService, Imported, ImportedService } from '../imported.js';
import { dockerfilesIn } from '../rules/dockerfile.js';
import { findingsIn } from '../rules/index.js';
import { nginxIn } from '../rules/nginx.js';
import type { OldFiles, OldService } from '../rules/rule.js';
import { createBook, evidenceOf, grouped, type Book } from './book.js';
import { carry } from './carry/table.js';
import { readDotenv } from './dotenv.js';
import { extraService } from './extra.js';
import { createLoader, type Loader } from './load.js';
import { at, leavesOf, textOf, type Place } from './node.js';
import { recognise, type ComposeEnvironment, type Recognised } from './recognise.js';
import { castOf, type Cast, type Hints } from './roles.js';
import { servicesOf, type ServiceView } from './service.js';
import { carryReading, carryTop } from './top.js';
import { createVariables, type VariableBook } from './variables.js';

/** An environment with its services told apart. */
interface Staged {
  readonly environment: ComposeEnvironment;
  readonly services: readonly ServiceView[];
  readonly cast: Cast;
}

/** The name that Compose gives a project, as it is in the files or follows from the folder. */
function projectOf({ model }: ComposeEnvironment, { folderName }: Hints): string | undefined {
  const folder = model.files[0]?.split('/').slice(0, -1).at(-1) ?? folderName;
  const name = model.env.variables.get('COMPOSE_PROJECT_NAME') ?? textOf(at(model.root, 'name')) ?? folder;
  const plain = name
    ?.toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
  return plain === '' ? undefined : plain;
}

function staged(recognised: Recognised, loader: Loader, hints: Hints): readonly Staged[] {
  return (
    recognised.environments
      .map((environment) => {
        const services = servicesOf(environment, loader);
        return { environment, services, cast: castOf(services, hints) };
      })
      // What production says counts where both say something.
      .toSorted((a, b) => b.environment.name.localeCompare(a.environment.name))
  );
}

const isOurs = ({ cast }: Staged, service: ServiceView): boolean =>
  [...cast.roles.values()].some((one) => one.service === service);

function carryStage(stage: Staged, tools: { book: Book; variables: VariableBook; loader: Loader; hints: Hints }): void {
  const { environment, cast, services } = stage;
  const project = projectOf(environment, tools.hints);
  const others = new Set(services.filter((one) => !isOurs(stage, one)).map(({ name }) => name));
  for (const [role, { service }] of cast.roles)
    carry({
      ...tools,
      service,
      role,
      environment: environment.name,
      others,
      ...(project !== undefined && { project }),
    });
}

function castList(stages: readonly Staged[]): readonly ImportedService[] {
  const found = new Map<string, ImportedService>();
  for (const { environment, cast } of stages)
    for (const [ours, { service, because }] of cast.roles) {
      const key = `${ours} ${service.name}`;
      const before = found.get(key);
      const environments = [...(before?.environments ?? []), environment.name];
      found.set(key, {
        ours,
        theirs: service.name,
        environments,
        because: before?.because ?? because,
        evidence: before?.evidence ?? evidenceOf(service.node.place),
      });
    }
  return [...found.values()];
}

/** One entry for each, of production where both environments have the same. */
function extras(
  stages: readonly Staged[],
  { book, loader, hints }: { book: Book; loader: Loader; hints: Hints },
): readonly ExtraService[] {
  const found: ExtraService[] = [];
  for (const stage of stages) {
    const renamed = new Map([...stage.cast.roles].map(([role, { service }]) => [service.name, role as string]));
    const ours = [...stage.cast.roles.values()].map(({ service }) => service);
    const project = projectOf(stage.environment, hints);
    const around = { book, loader, renamed, ...(project !== undefined && { project }) };
    for (const service of stage.services.filter((one) => !isOurs(stage, one))) {
      const one = extraService(service, ours, around);
      const index = found.findIndex(({ name, text }) => name === one.name && text === one.text);
      if (index < 0) found.push(one);
      else found[index] = { ...found[index]!, environments: [...found[index]!.environments, stage.environment.name] };
    }
  }
  return found;
}

/** Every value of every file, once, in the order of the files. */
function leaves(files: readonly string[], loader: Loader): readonly Place[] {
  return files.flatMap((path) => {
    const all = (loader.read(path)?.documents ?? []).flatMap(leavesOf);
    return [...new Set(all)].filter(({ file }) => file === path).toSorted((a, b) => a.range[0] - b.range[0]);
  });
}

/** The lines of the `.env` files that were read: each is a variable of a container, filled in, or of no use to Compose. */
function envAccounts(stages: readonly Staged[], loader: Loader, texts: string): readonly Account[] {
  const files = new Set(stages.flatMap(({ environment }) => environment.model.env.files));
  const given = new Map(
    stages.flatMap(({ services }) =>
      services.flatMap((one) =>
        one.given.map(({ name, evidence }) => [`${evidence.file}:${evidence.line}`, `${name} of ${one.name}`] as const),
      ),
    ),
  );
  for (const key of given.keys()) files.add(key.slice(0, key.lastIndexOf(':')));
  return [...files].flatMap((file) =>
    file.endsWith('.yml') || file.endsWith('.yaml')
      ? []
      : readDotenv(loader.repository.read(file) ?? '').map(({ name, line }): Account => {
          const evidence = { file, line };
          const service = given.get(`${file}:${line}`);
          if (service !== undefined) return { key: name, evidence, went: 'variables', as: service };
          const used = new RegExp(String.raw`\$\{?${name.replaceAll('.', String.raw`\.`)}\b`).test(texts);
          if (used) return { key: name, evidence, went: 'implied', as: 'It is filled in where the files name it.' };
          if (name === 'COMPOSE_PROJECT_NAME')
            return { key: name, evidence, went: 'implied', as: 'It is in the names of volumes.' };
          return { key: name, evidence, went: 'notCarried', as: 'No Compose file reads it.' };
        }),
  );
}

/** What Compose itself would refuse. */
const faults = (loader: Loader): readonly Finding[] =>
  loader.faults().map(({ file, line, message }) => ({
    code: 'compose-file',
    severity: 'error',
    message: /[.!?]$/.test(message) ? message : `${message}.`,
    hint: 'Compose does not load the file: mend it, and look again.',
    evidence: { file, line },
  }));

function oldFiles(stages: readonly Staged[], compose: readonly string[], loader: Loader): OldFiles {
  const of = (name: ComposeEnvironment['name']): readonly OldService[] =>
    stages
      .filter(({ environment }) => environment.name === name)
      .flatMap(({ services, cast }) =>
        services.map((one) => {
          const role = [...cast.roles].find(([, { service }]) => service === one)?.[0];
          return { ...one, ...(role !== undefined && { role }) };
        }),
      );
  const [development, production] = [of('development'), of('production')];
  return {
    repository: loader.repository,
    loader,
    compose,
    development,
    production: production.length > 0 ? production : development,
    dockerfiles: dockerfilesIn(loader.repository),
    nginx: nginxIn(loader.repository),
  };
}

/**
 * What the Compose files of a repository say, in terms of our options. Nothing is run and nobody is asked; whatever the
 * files hold, it answers. Each of their values is in `accounts` once, so that nothing is dropped silently.
 *
 * @example
 * const { options, notCarried } = importCompose(repository, { backendFolder: 'api', folderName: 'shop' });
 */
export function importCompose(repository: Repository, hints: Hints = {}): Imported {
  const loader = createLoader(repository);
  const recognised = recognise(loader);
  const [book, variables] = [createBook(), createVariables()];
  const stages = staged(recognised, loader, hints);
  for (const stage of stages) {
    carryTop(stage.environment, book);
    carryStage(stage, { book, variables, loader, hints });
  }
  const extraServices = extras(stages, { book, loader, hints });
  const read = recognised.files.filter(({ is }) => is !== 'aside' && is !== 'tests').map(({ path }) => path);
  carryReading(
    loader,
    read.flatMap((path) => loader.read(path)?.documents ?? []),
    book,
  );
  const texts = read.map((path) => loader.read(path)?.text ?? '').join('\n');
  const accounts = [...book.accounts(leaves(read, loader)), ...envAccounts(stages, loader, texts)];
  const aside = recognised.files.filter(({ is }) => is === 'aside' || is === 'tests');
  const names = [...new Set(stages.flatMap(({ services }) => services.map(({ name }) => name)))];
  return {
    files: recognised.files,
    chains: Object.fromEntries(stages.map(({ environment }) => [environment.name, environment.model.files])),
    services: castList(stages),
    options: book.options(),
    evidence: book.evidence,
    variables: variables.all(names),
    extraServices,
    implied: grouped(accounts, 'implied'),
    notCarried: [
      ...grouped(accounts, 'notCarried'),
      ...book.parts,
      ...aside.map(({ path, why }) => ({ key: '', why: `Nothing of it is taken. ${why}`, evidence: { file: path } })),
    ],
    findings: [...faults(loader), ...findingsIn(oldFiles(stages, read, loader))],
    accounts,
  };
}
