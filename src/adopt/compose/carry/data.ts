import { at, entriesOf, itemsOf, rawOf, textOf, type Node } from '../node.js';
import { folderOf, join } from '../paths.js';
import { imageParts } from '../words.js';
import { APPLICATION, optionOfService, type Carrier, type Carrying } from './carrying.js';

const DATA = { postgres: /^\/var\/lib\/postgresql(?:\/data)?(?:\/[\w.-]+)?\/?$/, redis: /^\/data\/?$/ } as const;

/** Where PostgreSQL keeps its data, as far as the container says. */
function dataPath({ service }: Carrying): string {
  const set = service.given.find(({ name }) => name === 'PGDATA')?.value;
  const major = Number(/^(?:pg)?(\d+)/.exec(imageParts(textOf(at(service.node, 'image')) ?? '').tag ?? '')?.[1] ?? 0);
  return set ?? (major >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data');
}

/** The name that the engine knows a volume by. */
export function fullName(source: string, { service, project }: Carrying): string | undefined {
  const declared = at(service.environment.model.root, 'volumes', source);
  const name = textOf(at(declared, 'name')) ?? textOf(at(declared, 'external', 'name'));
  if (name !== undefined) return name;
  const external = textOf(at(declared, 'external'));
  if (external === 'true' || at(declared, 'external')?.kind === 'mapping') return source;
  return project === undefined ? undefined : `${project}_${source}`;
}

/** The volume's own lines at the top of the file, which say no more than its name does. */
function declared(source: string, on: Carrying, path: string): void {
  const node = at(on.service.environment.model.root, 'volumes', source);
  if (node?.kind === 'scalar') return on.book.mark(node, 'options', path);
  for (const [key, value] of entriesOf(node)) {
    if (key === 'name' || key === 'external') on.book.mark(value, 'options', path);
    else on.book.notCarried(value, 'The volume is there already: it keeps what it was made with.');
  }
  if (node && entriesOf(node).length === 0) on.book.mark(node, 'options', path);
}

function dataVolume(node: Node, on: Carrying): void {
  const { book, role } = on;
  const [source, target] = [textOf(at(node, 'source')), textOf(at(node, 'target'))!.replace(/\/$/, '')];
  if (textOf(at(node, 'type')) !== 'volume' || source === undefined)
    return book.notCarried(
      node,
      'Its data are in a folder of the host, or in no volume that has a name: copy them into the volume that is made.',
    );
  const data = dataPath(on).replace(/\/$/, '');
  if (role === 'postgres' && data !== target && !data.startsWith(`${target}/`))
    return book.notCarried(node, `PostgreSQL keeps its data in ${data}, which is not in this volume.`);
  const name = fullName(source, on);
  if (role === 'postgres' && on.environment === 'development')
    return book.notCarried(
      node,
      'Development starts with a database of its own, whose password is known. services.postgres.devVolume takes the old one' +
        `${name === undefined ? '' : ` ("${name}")`}, once ALTER USER has given it the password in the Compose file.`,
    );
  const path = optionOfService(on, on.environment === 'development' ? 'devVolume' : 'volume');
  if (name === undefined)
    return book.notCarried(
      node,
      'Compose calls the volume after the folder of the project, and that is not known here.',
    );
  book.option(path, name, node);
  if (role === 'postgres' && data !== target)
    book.option(optionOfService(on, 'dataFolder'), data.slice(target.length + 1), node);
  declared(source, on, path);
}

/** Whether a folder of the repository holds sources. */
function holdsCode(source: string, { loader, service }: Carrying): boolean {
  if (!/^\.\.?(?:\/|$)/.test(source)) return false;
  const folder = join(folderOf(service.environment.model.files[0] ?? ''), source);
  const inside = folder === '' ? '' : `${folder}/`;
  const within = service.context !== undefined && folder === (service.context === '.' ? '' : service.context);
  return within || loader.repository.files.some((path) => path.startsWith(inside) && /\.(?:py|[jt]sx?)$/.test(path));
}

function ofApplication(node: Node, on: Carrying): void {
  const { book, environment, service } = on;
  const [type, source, target] = ['type', 'source', 'target'].map((key) => textOf(at(node, key)));
  if (type === 'volume' && source === undefined)
    return book.implied(node, 'Dependencies are in the image, where nothing that is mounted hides them.');
  if (type === 'tmpfs') return book.implied(node, '/tmp is in memory; services.backend.writable names more.');
  if (type === 'bind' && environment === 'development' && holdsCode(source ?? '', on))
    return book.implied(node, 'Development mounts the source, and reloads when it changes.');
  if (type === 'bind')
    return book.notCarried(
      node,
      `${source} of the host is mounted at ${target}: put it into the image, or mount it in the override file.`,
    );
  const name = fullName(source!, on) ?? source!;
  const declared = at(service.environment.model.root, 'volumes', source!);
  const why = `The volume ${name} is mounted at ${target}, into a root that is read-only: name that folder as one that the application writes.`;
  book.notCarried(node, why);
  if (declared) book.notCarried(declared, why);
}

export const volumes: Carrier = (node, on) => {
  const { book, role } = on;
  for (const one of itemsOf(node)) {
    const target = textOf(at(one, 'target')) ?? '';
    if ((role === 'postgres' || role === 'redis') && DATA[role].test(target)) dataVolume(one, on);
    else if (APPLICATION.has(role) || role === 'frontend') ofApplication(one, on);
    else if (/initdb\.d/.test(target))
      book.notCarried(
        one,
        'Scripts there run when a database is made, and this one is there already; scripts/init-db.sql is ours.',
      );
    else book.notCarried(one, 'The container has the configuration that its options make.');
  }
};

const NAME = /^(?!pg_)[a-z_][a-z0-9_]{0,62}$/;

/** What becomes of the variables of the database. */
const POSTGRES: Readonly<Record<string, (node: Node, on: Carrying) => void>> = {
  POSTGRES_USER: (node, on) => named('user', node, on),
  POSTGRES_DB: (node, on) => named('database', node, on),
  POSTGRES_PASSWORD: (node, on) => {
    const { place } = node;
    const [value, raw] = [textOf(node), rawOf(node)];
    const evidence = { file: place.file, line: place.line };
    on.variables.add(
      { name: 'POSTGRES_PASSWORD', ...(value !== undefined && { value }), ...(raw !== undefined && { raw }), evidence },
      'postgres',
      on.environment,
    );
    on.book.mark(node, 'variables', 'POSTGRES_PASSWORD');
  },
  PGDATA: (node, { book }) => book.implied(node, 'The volume is mounted where the image keeps its data.'),
  POSTGRES_INITDB_ARGS: (node, { book }) =>
    book.notCarried(node, 'It is read when a database is made; locale sorts the text of a new one.'),
  POSTGRES_HOST_AUTH_METHOD: (node, { book }) => book.implied(node, 'Connections need a password.'),
};

function named(key: 'user' | 'database', node: Node, on: Carrying): void {
  const value = textOf(node) ?? '';
  if (NAME.test(value)) return on.book.option(`services.postgres.${key}`, value, node);
  const why =
    value === '' ? 'Its value is in no file of the repository.' : `${value} is no name that PostgreSQL takes unquoted.`;
  on.book.notCarried(node, `${why} Set services.postgres.${key}.`);
}

/** `environment` of a database or a cache, which reads few variables. */
export const dataEnvironment: Carrier = (node, on) => {
  for (const [name, value] of entriesOf(node)) {
    const read = on.role === 'postgres' ? POSTGRES[name] : undefined;
    if (read) read(value, on);
    else if (/PASSWORD/.test(name)) {
      const text = textOf(value);
      const { file, line } = value.place;
      on.variables.add(
        { name: 'REDIS_PASSWORD', ...(text !== undefined && { value: text }), evidence: { file, line } },
        'redis',
        on.environment,
      );
      on.book.mark(value, 'variables', 'REDIS_PASSWORD');
    } else on.book.notCarried(value, 'The image gets the variables that its options need.');
  }
};
