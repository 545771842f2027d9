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

/** Runs healthcheck, which is in the image; isolated and without site, which takes a third of the time. */
export function pythonProbe(url: string): readonly string[] {
  return ['python', '-IS', '/usr/local/bin/healthcheck', url];
}
