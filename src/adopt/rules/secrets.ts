import { at, entriesOf, itemsOf, rawOf, textOf } from '../compose/node.js';
import { references } from '../compose/interpolate.js';
import { folderOf, join } from '../compose/paths.js';
import { isSecret } from '../compose/variables.js';
import {
  each,
  evidenceAt,
  isApplication,
  placeOf,
  type Found,
  type OldFiles,
  type OldRule,
  type OldService,
} from './rule.js';

const PLACEHOLDER =
  /^(?:change[-_ ]?(?:this|me|it)|secret|password|passwd|postgres|admin|root|test|example|default|hunter2|your[-_].*|.*(?:changethis|changeme|change-me|insecure|example|dev-?secret).*|<.*>|x+|123\w*)$/i;

interface Written {
  readonly service: OldService;
  readonly name: string;
  readonly value: string;
  readonly raw: string;
  readonly evidence: Found['evidence'];
}

const written = (services: readonly OldService[]): readonly Written[] =>
  services.flatMap((service) =>
    service.given.map(({ name, value = '', raw = '', evidence }) => ({ service, name, value, raw, evidence })),
  );

const ofBoth = ({ production, development }: OldFiles): readonly OldService[] => [...production, ...development];
/** A value for development that says so opens nothing else. */
const saysDevelopment = ({ service, raw }: Written): boolean =>
  service.environment.name === 'development' && /^(?:dev|development|local)[-_]/i.test(raw);
/** What a container needs by the number of its processes. */
const ITS_OWN = /POOL|OVERFLOW|CONCURRENCY|WORKERS|^PORT$|^HOST$/;
const isCompose = ({ evidence }: Written): boolean => /\.ya?ml$/.test(evidence.file);

/** What files give away, and what they start without. */
export const SECRET_RULES: readonly OldRule[] = [
  {
    code: 'secret-in-file',
    defect: 'D7',
    severity: 'error',
    about: 'A secret in a Compose file is in the history of the repository, for everyone who has it.',
    check: (files) =>
      written(ofBoth(files))
        .filter(
          (one) =>
            isCompose(one) &&
            !saysDevelopment(one) &&
            isSecret(one.name, one.raw) &&
            one.raw !== '' &&
            references(one.raw).length === 0,
        )
        .map(({ name, evidence }) => ({
          message: `${name} stands in the file.`,
          hint: `\${${name}:?set it in .env}`,
          evidence,
        })),
  },
  {
    code: 'placeholder-secret',
    defect: 'D7',
    severity: 'error',
    about: 'Production starts with a secret that everyone knows.',
    check: ({ production }) =>
      written(production)
        .filter(({ name, value }) => isSecret(name) && PLACEHOLDER.test(value))
        // Once, however many containers get it.
        .filter(
          (one, index, all) => all.findIndex(({ name, value }) => name === one.name && value === one.value) === index,
        )
        .map(({ name, value, evidence }) => ({
          message: `${name} is ${value}.`,
          hint: 'Make one: openssl rand -hex 32',
          evidence,
        })),
  },
  {
    code: 'empty-secret',
    defect: 'D3',
    severity: 'error',
    about: 'Where nobody has set the variable, Compose goes on with an empty password.',
    check: ({ production }) =>
      production.flatMap(({ node }) =>
        entriesOf(at(node, 'environment')).flatMap(([name, value]) =>
          references(rawOf(value) ?? '')
            .filter((one) => isSecret(one.name) && (one.operator === undefined || one.argument === ''))
            .map((one) => ({
              message: `${name} may be made of an empty ${one.name}.`,
              hint: `\${${one.name}:?set it in .env}`,
              evidence: evidenceAt(value),
            })),
        ),
      ),
  },
  {
    code: 'password-in-url',
    defect: 'D6',
    severity: 'warning',
    about: 'A password with @, : or / breaks the address that it is put into.',
    check: (files) =>
      written(ofBoth(files))
        .filter(({ raw }) => /:\/\/[^/\s@]*:\$\{?\w[^@]*@/.test(raw))
        .map(({ name, evidence }) => ({
          message: `${name} is put together with a password inside.`,
          hint: 'Hand user and password over as variables of their own.',
          evidence,
        })),
  },
  {
    code: 'local-origins',
    defect: 'D7',
    severity: 'warning',
    about: 'Pages from the machine of a reader may call the API of production.',
    check: ({ production }) =>
      written(production.filter(({ environment }) => environment.name === 'production'))
        .filter(({ name, value }) => /CORS|ORIGINS/.test(name) && /localhost|127\.0\.0\.1|\*/.test(value))
        .map(({ name, value, evidence }) => ({
          message: `${name} is ${value}.`,
          hint: 'Name the origins of production.',
          evidence,
        })),
  },
  {
    code: 'unequal-environments',
    defect: 'D5',
    severity: 'warning',
    about: 'Celery runs the code of the API without variables that the API gets.',
    check: ({ production }) => {
      const backend = production.find(({ role }) => role === 'backend');
      return each(
        backend ? production.filter((one) => isApplication(one) && one !== backend) : [],
        (one) => {
          const own = new Set(one.given.map(({ name }) => name));
          const missing = backend!.given
            .map(({ name }) => name)
            .filter((name) => !own.has(name) && !ITS_OWN.test(name));
          return missing.length > 0
            ? {
                message: `${one.name} does not get ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' and more' : ''}.`,
                hint: 'One block of variables for all of them.',
              }
            : undefined;
        },
        'environment',
      );
    },
  },
  {
    code: 'nobody-reads',
    defect: 'D4',
    severity: 'warning',
    about: 'A variable of .env that no Compose file names reaches no container.',
    check: (files) => unread(files),
  },
  {
    code: 'missing-file',
    defect: 'D9',
    severity: 'error',
    about: 'Docker makes a folder, owned by root, of a file that is mounted and not there.',
    check: ({ production, repository }) =>
      production.flatMap((one) =>
        itemsOf(at(one.node, 'volumes')).flatMap((node) => {
          const source = textOf(at(node, 'source')) ?? '';
          const path = join(folderOf(one.environment.model.files[0] ?? ''), source);
          if (!/^\.\.?\//.test(source) || !/\/[\w-]+\.\w+$/.test(source) || repository.files.includes(path)) return [];
          return [
            {
              message: `${path} is not in the repository.`,
              hint: 'Add it, and mount it with create_host_path: false.',
              evidence: evidenceAt(node),
            },
          ];
        }),
      ),
  },
  {
    code: 'redis-without-password',
    defect: 'D14',
    severity: 'warning',
    about: 'Whatever reaches the network of Redis reads and writes all of it.',
    check: ({ production }) =>
      production
        .filter(
          ({ role, commands, given }) =>
            role === 'redis' &&
            !commands.some((words) => /requirepass/.test(words.join(' '))) &&
            !given.some(({ name }) => /PASSWORD|ARGS/.test(name)),
        )
        .map((one) => ({
          message: `${one.name} asks for no password.`,
          hint: 'requirepass, and REDIS_PASSWORD in .env.',
          evidence: placeOf(one),
        })),
  },
];

function unread({ loader, compose, production, development }: OldFiles): readonly Found[] {
  const services = [...production, ...development];
  const given = new Set(services.flatMap((one) => one.given.map(({ name }) => name)));
  const named = new Set(
    compose
      .flatMap((path) =>
        (loader.read(path)?.documents ?? []).flatMap((document) =>
          references(textsIn(loader.read(path)?.text ?? '', document.place.range)),
        ),
      )
      .map(({ name }) => name),
  );
  const names = services[0]?.environment.model.env;
  return (names?.files ?? [])
    .filter((file) => /(?:^|\/)\.env$/.test(file))
    .flatMap((file) =>
      [
        ...(loader.repository.read(file) ?? '').matchAll(
          /^(?:export\s+)?((?:POSTGRES|DATABASE|REDIS|SECRET|JWT)\w*)=/gm,
        ),
      ].flatMap(({ 1: name, index }) => {
        if (given.has(name!) || named.has(name!)) return [];
        const line = loader.repository.read(file)!.slice(0, index).split('\n').length;
        return [
          {
            message: `${name} reaches no container.`,
            hint: 'Name it in environment:, or give the file with env_file:.',
            evidence: { file, line },
          },
        ];
      }),
    );
}

const textsIn = (text: string, [from, to]: readonly [number, number]): string => text.slice(from, to);
