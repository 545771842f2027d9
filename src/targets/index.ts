import type { Target } from '../model/target.js';
import { compose } from './compose/index.js';
import { kubernetes } from './kubernetes/index.js';
import { swarm } from './swarm/index.js';

/** What production may run on, the default first. */
export const targets: readonly Target[] = [compose, swarm, kubernetes];
