import type { Container as PodContainer, Probe } from 'kubernetes-types/core/v1.js';
import type { Healthcheck } from '../../model/container.js';
import type { Container } from '../../model/stack.js';

/** What a recovery may take: whoever has data is not ended in the middle of one. */
const RECOVERY = 3600;

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket'>;
type Probes = Pick<PodContainer, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>;

const get = (path: string, port: number): Handler => ({ httpGet: { path, port } });

/** Whether it does its work. */
function ready({ asks, test }: Healthcheck): Handler {
  if (asks) return asks.path === undefined ? { tcpSocket: { port: asks.port } } : get(asks.path, asks.port);
  return { exec: { command: 'exec' in test ? [...test.exec] : ['sh', '-c', test.shell] } };
}

/** Whether it serves at all: what it depends on may be away, and a restart would bring nothing back. */
function alive({ asks }: Healthcheck, port: number | undefined): Handler | undefined {
  if (asks?.live !== undefined && asks.live !== '') return get(asks.live, asks.port);
  return port === undefined ? undefined : { tcpSocket: { port } };
}

/** How often it is asked while it starts, in whole seconds, and for how long. */
function start({ volumes }: Container, check: Healthcheck): Pick<Probe, 'periodSeconds' | 'failureThreshold'> {
  const periodSeconds = Math.max(1, Math.ceil(check.startInterval ?? check.interval));
  const seconds = Math.max(volumes.length > 0 ? RECOVERY : 0, check.startPeriod + check.retries * check.interval);
  return { periodSeconds, failureThreshold: Math.ceil(seconds / periodSeconds) };
}

/** Start, ready and live apart: until the first is through, the others are not asked. */
export function probesOf(container: Container): Probes {
  const { healthcheck, port, oneShot } = container;
  if (oneShot || healthcheck === 'none') return {};
  if (healthcheck === 'inherit')
    return port === undefined
      ? {}
      : { readinessProbe: { tcpSocket: { port } }, livenessProbe: { tcpSocket: { port } } };
  const { interval, timeout: timeoutSeconds, retries } = healthcheck;
  const handler = ready(healthcheck);
  const rhythm = { periodSeconds: interval, timeoutSeconds };
  const live = alive(healthcheck, port);
  return {
    startupProbe: { ...handler, ...start(container, healthcheck), timeoutSeconds },
    readinessProbe: { ...handler, ...rhythm, failureThreshold: retries },
    // Without a question of its own it takes the same one, and three times the patience.
    livenessProbe: live
      ? { ...live, ...rhythm, failureThreshold: retries }
      : { ...handler, ...rhythm, failureThreshold: 3 * retries },
  };
}
