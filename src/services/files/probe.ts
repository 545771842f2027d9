import type { ProbeTiming } from '../../model/preset.js';
import type { Answers } from '../../model/question.js';
import { formatSeconds } from '../../model/units.js';
import type { questions } from '../questions/backend.js';

/** Timings as a Dockerfile writes them. Its linters do not know `--start-interval`; Compose says that one itself. */
export function probeView({ interval, timeout, retries, startPeriod }: ProbeTiming) {
  return {
    interval: formatSeconds(interval),
    timeout: formatSeconds(timeout),
    startPeriod: formatSeconds(startPeriod),
    retries,
  };
}

/** Runs templates/backend/healthcheck, which is in the image. */
export function apiProbe({ port, probe, healthPath }: Answers<typeof questions>): readonly string[] {
  const host = `127.0.0.1:${port}`;
  return ['/usr/local/bin/healthcheck', probe === 'tcp' ? `tcp://${host}` : `http://${host}${healthPath}`];
}
