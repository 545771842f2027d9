import type { ProbeTiming } from '../../model/preset.js';
import { formatSeconds } from '../../model/units.js';

/** Timings as a Dockerfile writes them; an absent one is empty. */
export function probeView({ interval, timeout, retries, startPeriod, startInterval }: ProbeTiming) {
  return {
    interval: formatSeconds(interval),
    timeout: formatSeconds(timeout),
    startPeriod: formatSeconds(startPeriod),
    startInterval: startInterval === undefined ? '' : formatSeconds(startInterval),
    retries,
  };
}
