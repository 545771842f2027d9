import { at, itemsOf, textOf } from '../compose/node.js';
import { each, together, type OldFiles, type OldRule, type OldService } from './rule.js';

const testOf = ({ node }: OldService): string => {
  const test = at(node, 'healthcheck', 'test');
  return itemsOf(test)
    .map((one) => textOf(one) ?? '')
    .join(' ');
};

const all = ({ production, development }: OldFiles): readonly OldService[] => [...production, ...development];

const celery = ({ role }: OldService): boolean => role === 'celery-worker' || role === 'celery-beat';

/** Whether the image that it runs has a health check of its own. */
function imageChecks(service: OldService, { dockerfiles, production, development }: OldFiles): boolean {
  const backend = [...production, ...development].find(({ role }) => role === 'backend');
  const path = service.dockerfile ?? backend?.dockerfile;
  return dockerfiles.some((one) => one.path === path && one.last.some(({ keyword }) => keyword === 'HEALTHCHECK'));
}

/** What health checks do badly. */
export const HEALTH_RULES: readonly OldRule[] = [
  {
    code: 'socket-only-probe',
    defect: 'D10',
    severity: 'warning',
    about: 'pg_isready without -h is content with the server of the first start, which no one can reach.',
    check: (files) =>
      each(
        all(files).filter(({ role }) => role === 'postgres'),
        (one) =>
          /pg_isready/.test(testOf(one)) && !/ (?:-h|--host)/.test(testOf(one))
            ? { message: `${one.name} is healthy before it can be reached.`, hint: 'pg_isready -h 127.0.0.1' }
            : undefined,
        'healthcheck',
        'test',
      ),
  },
  {
    code: 'inherited-probe',
    defect: 'D12',
    severity: 'error',
    about: "Celery inherits the API's health check from the image, and turns unhealthy.",
    check: (files) =>
      each(files.production.filter(celery), (one) =>
        at(one.node, 'healthcheck') === undefined && imageChecks(one, files)
          ? {
              message: `${one.name} is asked for what only the API answers.`,
              hint: 'Give it a health check of its own.',
            }
          : undefined,
      ),
  },
  {
    code: 'costly-probe',
    defect: 'D12',
    severity: 'warning',
    about: 'celery inspect ping starts Python and asks over the queue: half a second of a processor each time.',
    check: (files) =>
      each(
        all(files).filter(celery),
        (one) =>
          /inspect ping|status/.test(testOf(one))
            ? {
                message: `${one.name} is asked by celery inspect.`,
                hint: 'A file that the worker touches costs nothing.',
              }
            : undefined,
        'healthcheck',
        'test',
      ),
  },
  {
    code: 'no-probe',
    defect: 'D12',
    severity: 'warning',
    about: 'Of a container without a health check nobody knows whether it works, and nothing can wait for it.',
    check: (files) =>
      together(
        files.production.filter(({ role }) => role !== undefined && role !== 'migrate'),
        (one) => at(one.node, 'healthcheck') === undefined && !imageChecks(one, files),
        (names) => ({ message: `No health check: ${names}.`, hint: 'healthcheck: with a test that fits each.' }),
      ),
  },
  {
    code: 'probe-of-localhost',
    defect: 'D19',
    severity: 'warning',
    about: 'localhost is ::1 in Alpine images, where most servers listen on 127.0.0.1 alone.',
    check: (files) =>
      each(
        all(files),
        (one) =>
          /\/\/localhost/.test(testOf(one))
            ? { message: `${one.name} is asked at localhost.`, hint: 'Write 127.0.0.1.' }
            : undefined,
        'healthcheck',
        'test',
      ),
  },
];
