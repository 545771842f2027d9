import { docker, dockerTrouble, hasImage, sees } from './docker.js';
import { host } from './host.js';
import { portProbe } from './ports.js';
import type { Machine } from './probes.js';

/** The machine that this runs on, and the engine that `docker` talks to. */
export function thisMachine(): Machine {
  return { port: portProbe(), docker, host, dockerTrouble, hasImage, sees };
}
