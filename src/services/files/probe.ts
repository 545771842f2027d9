import type { ProbeTiming } from '../../model/preset.js';
import { formatSeconds } from '../../model/units.js';

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
export function apiProbe(url: string): readonly string[] {
  return ['/usr/local/bin/healthcheck', url];
}
