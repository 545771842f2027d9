import { at, textOf } from '../compose/node.js';
import { imageParts } from '../compose/words.js';
import { each, placeOf, type OldRule, type OldService } from './rule.js';

const says = (service: OldService, pattern: RegExp): boolean =>
  service.commands.some((command) => pattern.test(command.join(' ')));

const roleIs =
  (role: OldService['role']) =>
  (one: OldService): boolean =>
    one.role === role;

/** What is risky about data, and what changes under them. */
export const DATA_RULES: readonly OldRule[] = [
  {
    code: 'evicted-tasks',
    defect: 'D13',
    severity: 'error',
    about: 'A Redis that may drop any key drops queued tasks of Celery when it is full.',
    check: ({ production }) =>
      production.some(roleIs('celery-worker'))
        ? each(
            production.filter(roleIs('redis')),
            (one) =>
              says(one, /--maxmemory-policy allkeys/)
                ? { message: `${one.name} may drop queued tasks.`, hint: 'volatile-lru: services.redis.eviction.' }
                : undefined,
            'command',
          )
        : [],
  },
  {
    code: 'hand-made-tuning',
    defect: 'D34',
    severity: 'warning',
    about: 'Values of PostgreSQL that are set by hand do not follow when its memory changes.',
    check: ({ production }) =>
      each(
        production.filter(roleIs('postgres')),
        (one) =>
          says(one, /-c shared_buffers/)
            ? { message: `${one.name} is tuned by hand.`, hint: 'They are derived from services.postgres.limits.' }
            : undefined,
        'command',
      ),
  },
  {
    code: 'locale-of-musl',
    defect: 'D11',
    severity: 'warning',
    about: 'In Alpine images a locale of the system sorts nothing by language.',
    check: ({ production }) =>
      production.filter(roleIs('postgres')).flatMap((one) => {
        const args = one.given.find(({ name }) => name === 'POSTGRES_INITDB_ARGS');
        if (
          !/--(?:locale|lc-collate)=(?!C)/.test(args?.value ?? '') ||
          !/alpine/.test(textOf(at(one.node, 'image')) ?? '')
        )
          return [];
        return [
          {
            message: `${one.name} does not sort as it is told.`,
            hint: 'An ICU locale: the option locale.',
            evidence: args!.evidence,
          },
        ];
      }),
  },
  {
    code: 'data-of-another-user',
    severity: 'warning',
    about:
      'Data of a Debian image belong to another user, and are sorted by another library, than those of an Alpine image.',
    check: ({ production }) =>
      each(
        production.filter(roleIs('postgres')),
        ({ node, name, context }) => {
          const image = textOf(at(node, 'image'));
          const { tag = '' } = imageParts(image ?? '');
          if (image === undefined || context !== undefined || /alpine/.test(tag)) return undefined;
          return {
            message: `${name} keeps its data as user 999 of ${image}; Alpine images have 70.`,
            hint: 'Keep to images of one kind, or dump and restore: never mount the data of one in the other.',
          };
        },
        'image',
      ),
  },
  {
    code: 'data-in-container',
    severity: 'error',
    about: 'Without a volume that has a name the data are gone when the container is replaced.',
    check: ({ production }) =>
      production
        .filter((one) => one.role === 'postgres' && at(one.node, 'volumes') === undefined)
        .map((one) => ({
          message: `${one.name} has no volume.`,
          hint: 'Dump what is in it before anything else.',
          evidence: placeOf(one),
        })),
  },
];
