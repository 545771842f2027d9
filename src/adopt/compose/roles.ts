import { folderOf } from './paths.js';
import type { ServiceView } from './service.js';
import { programOf } from './words.js';

/** A service of ours that one of theirs can be. */
export const ROLES = ['frontend', 'backend', 'postgres', 'redis', 'celery-worker', 'celery-beat', 'migrate'] as const;
export type Role = (typeof ROLES)[number];

/** What detection knows, where it ran before: each makes a guess certain. */
export interface Hints {
  /** From the root of the repository; `.` for the root. */
  readonly backendFolder?: string;
  readonly frontendFolder?: string;
  /** Of the folder that the repository is in: Compose calls the project after it. */
  readonly folderName?: string;
}

interface Sign {
  readonly role: Role;
  readonly weight: number;
  readonly about: (service: ServiceView) => string;
  readonly seen: (service: ServiceView, hints: Hints) => boolean;
}

const runs =
  (pattern: RegExp) =>
  ({ commands }: ServiceView): boolean =>
    commands.some((command) => pattern.test([programOf(command), ...command.slice(1)].join(' ')));

const named =
  (pattern: RegExp) =>
  ({ name }: ServiceView): boolean =>
    pattern.test(name.toLowerCase());

const image =
  (pattern: RegExp) =>
  ({ image: own }: ServiceView): boolean =>
    pattern.test(own);

/** It is built in a folder, or by a Dockerfile there from the whole of the repository. */
const within = (folder: string | undefined, { context, dockerfile }: ServiceView): boolean =>
  folder !== undefined && context !== undefined && (folder === context || folderOf(dockerfile ?? '') === folder);

const POSTGRES = /(?:^|\/)(?:postgres|postgis|postgresql|pgvector|timescaledb(?:-ha)?)$/;
const REDIS = /(?:^|\/)(?:redis|valkey|redis-stack-server|redis-stack|keydb)$/;
const SERVER = /^(?:uvicorn|gunicorn|hypercorn|granian|daphne)\b|^fastapi (?:run|dev)\b/;
const NODE = /^(?:npm|pnpm|yarn|bun|npx|vite)\b/;

const theImage = ({ image: own }: ServiceView): string => `its image is ${own}`;
const theCommand = ({ commands }: ServiceView): string => `it runs ${commands.at(-1)?.slice(0, 3).join(' ') ?? 'that'}`;
const theName = ({ name }: ServiceView): string => `it is called ${name}`;
const theFolder = ({ context, dockerfile }: ServiceView): string =>
  context === '.' && dockerfile?.includes('/')
    ? `${dockerfile} builds it`
    : `it is built in ${context ?? 'that folder'}`;
const thePort = ({ ports }: ServiceView): string => `it listens on ${ports.join(', ')}`;

const SIGNS: readonly Sign[] = [
  { role: 'postgres', weight: 10, about: theImage, seen: image(POSTGRES) },
  {
    role: 'postgres',
    weight: 4,
    about: thePort,
    seen: ({ ports, image: own }) => ports.includes(5432) && !/bouncer|pool|admin/.test(own),
  },
  {
    role: 'postgres',
    weight: 5,
    about: theName,
    seen: (one) => named(/^(?:postgres(?:ql)?|pg|.*[-_]postgres)$/)(one) && !/admin|bouncer/.test(one.image),
  },
  { role: 'postgres', weight: 2, about: theName, seen: named(/^(?:db|database)$/) },
  { role: 'postgres', weight: -6, about: theName, seen: named(/test|replica|backup|export/) },
  { role: 'postgres', weight: -20, about: theImage, seen: image(/mysql|mariadb|mongo|adminer|pgadmin|exporter/) },
  { role: 'redis', weight: 10, about: theImage, seen: image(REDIS) },
  { role: 'redis', weight: 4, about: thePort, seen: ({ ports }) => ports.includes(6379) },
  { role: 'redis', weight: 2, about: theName, seen: named(/^(?:redis|cache|broker)$/) },
  { role: 'redis', weight: -6, about: theName, seen: named(/test|commander|insight|exporter/) },
  { role: 'celery-worker', weight: 10, about: theCommand, seen: runs(/^celery\b.* worker\b/) },
  { role: 'celery-worker', weight: 5, about: theName, seen: named(/^(?:celery[-_]?)?worker$|^celery$/) },
  {
    role: 'celery-worker',
    weight: -6,
    about: theCommand,
    seen: runs(/^(?:celery\b.* (?:beat|flower)|arq|rq|dramatiq|taskiq)\b/),
  },
  { role: 'celery-worker', weight: -12, about: theImage, seen: image(/flower/) },
  { role: 'celery-beat', weight: 10, about: theCommand, seen: runs(/^celery\b.* beat\b/) },
  { role: 'celery-beat', weight: 6, about: theName, seen: named(/^(?:celery[-_]?)?beat$|^scheduler$/) },
  {
    role: 'migrate',
    weight: 10,
    about: theCommand,
    seen: (one) => runs(/^alembic upgrade\b/)(one) && !runs(SERVER)(one),
  },
  {
    role: 'migrate',
    weight: 6,
    about: theName,
    seen: named(/^(?:prestart|migrat(?:e|ions?|or)|.*[-_]migrat(?:e|ions?))$/),
  },
  { role: 'backend', weight: 8, about: theCommand, seen: runs(SERVER) },
  {
    role: 'backend',
    weight: 8,
    about: theFolder,
    seen: (one, { backendFolder }) => within(backendFolder, one),
  },
  {
    role: 'backend',
    weight: 5,
    about: theName,
    seen: named(/^(?:.*[-_])?(?:backend|api|server|fastapi)(?:[-_](?:dev|prod|local|service))?$/),
  },
  { role: 'backend', weight: 2, about: theName, seen: named(/^(?:app|web)$/) },
  { role: 'backend', weight: 2, about: thePort, seen: ({ ports }) => ports.includes(8000) },
  {
    role: 'backend',
    weight: -12,
    about: theCommand,
    seen: (one) => runs(/^(?:celery|arq|rq|dramatiq|flower|alembic)\b/)(one) && !runs(SERVER)(one),
  },
  { role: 'backend', weight: -12, about: theCommand, seen: runs(NODE) },
  { role: 'backend', weight: -9, about: theName, seen: named(/worker|beat|flower|prestart|migrat|scheduler|test/) },
  {
    role: 'backend',
    weight: -8,
    about: theImage,
    seen: ({ context, image: own }) =>
      context === undefined && /^(?:nginx|traefik|caddy|node|minio\/minio|rabbitmq)$/.test(own),
  },
  {
    role: 'frontend',
    weight: 8,
    about: theFolder,
    seen: (one, { frontendFolder }) => within(frontendFolder, one),
  },
  { role: 'frontend', weight: 7, about: theCommand, seen: runs(NODE) },
  {
    role: 'frontend',
    weight: 5,
    about: theName,
    seen: named(/^(?:.*[-_])?(?:frontend|front|client|ui|spa|webapp|dashboard)(?:[-_](?:dev|prod|local))?$/),
  },
  {
    role: 'frontend',
    weight: 3,
    about: theName,
    seen: (one) =>
      named(/^(?:web|nginx|www)$/)(one) &&
      one.context !== undefined &&
      one.ports.some((port) => [80, 443, 3000, 5173].includes(port)),
  },
  {
    role: 'frontend',
    weight: 2,
    about: theFolder,
    seen: ({ context }) => /(?:^|\/)(?:frontend|client|web|ui)$/.test(context ?? ''),
  },
  {
    role: 'frontend',
    weight: 2,
    about: thePort,
    seen: ({ ports }) => ports.some((port) => [5173, 3000, 4173].includes(port)),
  },
  { role: 'frontend', weight: -12, about: theCommand, seen: (one) => runs(SERVER)(one) || runs(/^celery\b/)(one) },
  { role: 'frontend', weight: -8, about: theName, seen: named(/test|storybook|playwright/) },
];

/** Less than this says nothing. */
const ENOUGH = 4;

export interface Candidate {
  readonly role: Role;
  readonly service: ServiceView;
  readonly weight: number;
  readonly because: string;
}

function weigh(service: ServiceView, role: Role, hints: Hints): Candidate {
  const seen = SIGNS.filter((sign) => sign.role === role && sign.seen(service, hints));
  const best = seen.toSorted((a, b) => b.weight - a.weight)[0];
  return {
    role,
    service,
    weight: seen.reduce((sum, sign) => sum + sign.weight, 0),
    because: best?.about(service) ?? '',
  };
}

export interface Cast {
  readonly roles: ReadonlyMap<Role, Candidate>;
  /** What looks like one of ours, too, and was not taken: the likeliest was. */
  readonly passedOver: readonly Candidate[];
}

/** Which service is which of ours: the heaviest pair first, each service and each role once. */
export function castOf(services: readonly ServiceView[], hints: Hints): Cast {
  const all = ROLES.flatMap((role) => services.map((service) => weigh(service, role, hints)))
    .filter(({ weight }) => weight >= ENOUGH)
    .toSorted((a, b) => b.weight - a.weight);
  const roles = new Map<Role, Candidate>();
  const taken = new Set<ServiceView>();
  for (const one of all) {
    if (roles.has(one.role) || taken.has(one.service)) continue;
    roles.set(one.role, one);
    taken.add(one.service);
  }
  const passedOver = all.filter(
    (one, index) => !taken.has(one.service) && all.findIndex(({ service }) => service === one.service) === index,
  );
  return { roles, passedOver };
}
