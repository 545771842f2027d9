import type { ReadVariable } from '../detect/detected.js';
import { PLAIN } from '../model/variable-questions.js';
import { option, type Options, type Site } from './breaks/break.js';
import type { ImportedVariable } from './imported.js';

/** What is known of a variable of theirs. */
interface Known {
  readonly name: string;
  /** As the source or a Compose file has it; tells which driver is meant. */
  readonly value: string | undefined;
  /** SQLAlchemy is there, which alone knows of `postgresql+psycopg://`. */
  readonly drivers?: boolean;
}

/** A variable that says where a service of ours is: its name, and what it is told. */
interface Address {
  readonly service: 'postgres' | 'redis';
  readonly name: RegExp;
  readonly value: (known: Known) => string;
}

const DATABASE = '${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}';

/** `postgresql+asyncpg` out of `postgresql+asyncpg://…`. */
function scheme({ value, drivers }: Known, otherwise: string): string {
  const said = /^([a-z][a-z0-9+.-]*):\/\//.exec(value ?? '')?.[1] ?? otherwise;
  return drivers === false ? said.replace(/\+.*$/, '') : said;
}

/** Packages that read the name of a driver in an address. */
const DRIVERS = new Set(['sqlalchemy', 'sqlmodel', 'databases', 'alembic']);

/** The number of a database of Redis; Celery often has one of its own. */
const database = ({ value }: Known): string => /^rediss?:\/\/[^/]*\/(\d+)/.exec(value ?? '')?.[1] ?? '0';

const redisUrl = (known: Known): string => `redis://:\${REDIS_PASSWORD}@redis:6379/${database(known)}`;

/** The first that fits counts. Names as FastAPI's and Celery's documents, and templates for both, have them. */
const ADDRESSES: readonly Address[] = [
  { service: 'redis', name: /(^|_)(BROKER|RESULT_BACKEND)(_URL)?$/, value: redisUrl },
  { service: 'redis', name: /(REDIS|CACHE)\w*_(URL|URI|DSN)$/, value: redisUrl },
  { service: 'redis', name: /REDIS\w*_(HOST|SERVER)$/, value: () => 'redis' },
  { service: 'redis', name: /REDIS\w*_PORT$/, value: () => '6379' },
  { service: 'redis', name: /REDIS\w*_(PASSWORD|PASS)$/, value: () => '${REDIS_PASSWORD}' },
  {
    service: 'postgres',
    name: /(DATABASE|POSTGRES|PG|DB|SQLALCHEMY)\w*_(URL|URI|DSN)$/,
    value: (known) => `${scheme(known, 'postgresql')}://${DATABASE}`,
  },
  { service: 'postgres', name: /^(POSTGRES|PG|DB|DATABASE)_?(HOST|SERVER|HOSTNAME)$/, value: () => 'postgres' },
  { service: 'postgres', name: /^(POSTGRES|PG|DB|DATABASE)_?PORT$/, value: () => '5432' },
  { service: 'postgres', name: /^(POSTGRES|PG|DB|DATABASE)_?(USER|USERNAME)$/, value: () => '${POSTGRES_USER}' },
  { service: 'postgres', name: /^(POSTGRES|PG|DB|DATABASE)_?(PASSWORD|PASS)$/, value: () => '${POSTGRES_PASSWORD}' },
  { service: 'postgres', name: /^(POSTGRES|PG|DB|DATABASE)_?(DB|NAME|DATABASE)$/, value: () => '${POSTGRES_DB}' },
];

/** Set by the stack itself in every container of the application, under these very names. */
const OURS = new Set(['ENVIRONMENT', 'SECRET_KEY', 'JWT_SECRET_KEY', 'CORS_ORIGINS', 'API_V1_PREFIX', 'LOG_LEVEL']);

const SECRET = /(^|_)(PASSWORD|PASSWD|PASS|SECRET|SECRET_?KEY|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIALS?)$/;
const NAME = /^[A-Z][A-Z0-9_]*$/;
/** Said by the machine or by Python, and not by people. */
const NOBODYS = /^(PATH|HOME|USER|HOSTNAME|PWD|LANG|TZ|PYTHON\w*|UV_\w+|PIP_\w+|VIRTUAL_ENV)$/;

/** Read as JSON by pydantic-settings, where ours are separated by commas. */
const LIST = /^(list|set|frozenset|tuple|sequence|dict)\b/i;

interface Wanted {
  readonly type?: string;
  readonly known: Known;
  readonly required: boolean;
  readonly secret: boolean;
}

function ofSource({ name, default: value, required, type }: ReadVariable): Wanted {
  const unset = LIST.test(type ?? '') ? '[]' : undefined;
  return {
    known: { name, value: value ?? unset },
    required,
    secret: SECRET.test(name),
    ...(type !== undefined && { type }),
  };
}

function ofCompose({ name, value, development, secret }: ImportedVariable): Wanted {
  return { known: { name, value: value ?? development }, required: false, secret };
}

/** A Compose file says what it is told today; the source, whether it can do without. */
function merged(read: readonly Wanted[], given: readonly Wanted[]): readonly Wanted[] {
  const all = new Map(read.map((one) => [one.known.name, one]));
  for (const one of given) {
    const { known, required = false, secret = false, type } = all.get(one.known.name) ?? {};
    const value = one.known.value ?? known?.value;
    all.set(one.known.name, {
      known: { ...one.known, value },
      required,
      secret: secret || one.secret,
      ...(type !== undefined && { type }),
    });
  }
  return [...all.values()].filter(({ known: { name } }) => NAME.test(name) && !OURS.has(name) && !NOBODYS.test(name));
}

/** What has no default is told as an empty text, which is a text alone: a number, say, stays unset. */
function isSayable({ known: { value }, required, secret, type }: Wanted): boolean {
  return value !== undefined || required || secret || type === undefined || /\bstr\b|Secret/.test(type);
}

function asVariable({ known: { value }, required, secret }: Wanted): Options {
  if (secret) return { secret: true };
  const usable = value !== undefined && PLAIN.pattern.test(value) && !/\$\{/.test(value);
  return { ...(usable && value !== '' && { default: value }), ...(required && { required: true }) };
}

/**
 * The application's own variables, and what it is told about our services under its own names. What a Compose file gives to
 * a service that nothing in the source reads is among them: code may read it in ways that no parser sees.
 *
 * @param has Whether a service of ours is part of the stack; where it is not, the address is somebody else's.
 */
export function environmentOf(
  { detected: { backend }, imported }: Site,
  has: (service: Address['service']) => boolean,
): readonly Options[] {
  const given = imported.variables.filter(
    ({ build, services }) => !build && services.some((id) => id !== 'postgres' && id !== 'redis'),
  );
  const wanted = merged((backend?.variables ?? []).map(ofSource), given.map(ofCompose));
  const otherwise = (backend?.variables ?? []).filter(({ name, type }) => OURS.has(name) && LIST.test(type ?? ''));
  const own = otherwise.map(({ name, default: value = '[]' }) => option(`environment.${name}`, value));
  const drivers = backend?.dependencies.some(({ value: { name } }) => DRIVERS.has(name)) ?? true;
  const all = wanted.filter(isSayable).map((one) => {
    const address = ADDRESSES.find(({ service, name }) => has(service) && name.test(one.known.name));
    return address
      ? option(`environment.${one.known.name}`, address.value({ ...one.known, drivers }))
      : option(`variables.${one.known.name}`, asVariable(one));
  });
  return [...own, ...all];
}
