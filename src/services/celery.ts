import type { Healthcheck } from '../model/container.js';
import type { Policy } from '../model/preset.js';
import type { Answers } from '../model/question.js';
import type { ServiceContext } from '../model/service.js';
import type { beatQuestions, workerQuestions } from './questions/celery.js';

type Worker = Answers<typeof workerQuestions>;
type Beat = Answers<typeof beatQuestions>;

/** The root file system is read-only, and Celery's default is the folder of the code. */
const SCHEDULE = '/tmp/celerybeat-schedule';

/** A container of Celery lives when its heartbeat file was touched within the last minute. */
const touched = (file: string, minutes: number): Healthcheck['test'] => ({
  shell: `test -n "$(find ${file} -mmin -${minutes})"`,
});

/** Each question loads the application anew: it is asked no more often than needed, and may take its time. */
function ping(app: string, { probes: { heartbeat } }: Policy): Healthcheck {
  return {
    ...heartbeat,
    test: { shell: `celery -A ${app} inspect ping --destination "celery@$HOSTNAME" --timeout 10` },
    timeout: 30,
    ...(heartbeat.startInterval !== undefined && { startInterval: 5 }),
  };
}

export function workerHealth({ app, probe }: Worker, policy: Policy): Healthcheck {
  if (probe === 'ping') return ping(app, policy);
  return { test: touched('/tmp/celery-worker.alive', 1), ...policy.probes.heartbeat };
}

export function workerCommand({ app, queues }: Worker, concurrency: number): string {
  const named = queues.length > 0 ? ` --queues=${queues.join(',')}` : '';
  return `celery -A ${app} worker --loglevel=info --concurrency=${concurrency}${named}`;
}

/** A schedule is written every three minutes, and after at most five more of sleep. */
const BEAT: Readonly<Record<Beat['probe'], Healthcheck['test']>> = {
  heartbeat: touched('/tmp/celery-beat.alive', 1),
  schedule: touched(`${SCHEDULE}*`, 10),
  // In brackets, so that the question does not find itself.
  process: { shell: "grep -aq '[c]elery.*beat' /proc/[0-9]*/cmdline" },
};

export function beatHealth({ probe }: Beat, { probes }: Policy): Healthcheck {
  return { test: BEAT[probe], ...probes.heartbeat };
}

export function beatCommand({ probe }: Beat, app: string): string {
  const schedule = probe === 'heartbeat' ? '' : ` --schedule=${SCHEDULE}`;
  return `celery -A ${app} beat --loglevel=info${schedule}`;
}

/** In development what Celery runs is started again when the code changes. */
export function reloading(
  celery: string,
  { reload, sources }: { readonly reload: boolean; readonly sources: string },
  environment: ServiceContext['environment'],
): readonly string[] {
  return environment === 'development' && reload
    ? ['watchfiles', '--filter', 'python', '--sigint-timeout', '10', celery, sources]
    : celery.split(' ');
}
