import type { DockerFacts, Machine } from '../../probe/probes.js';
import type { Plan } from '../../io/plan.js';
import type { Context } from '../command.js';
import type { Opened } from '../inspect/open.js';
import type { Finding } from './finding.js';

/** What is looked at. */
export interface Patient {
  readonly context: Context;
  readonly opened: Opened;
  readonly machine: Machine;
  /** Absent where no engine answers. */
  readonly docker: DockerFacts | undefined;
  /** Production is to run on this machine as well. */
  readonly production: boolean;
  /** What a sync would do: made once, for whoever asks first. Rejected where nothing can be planned. */
  readonly plans: () => Promise<readonly Plan[]>;
}

export interface Check {
  /** Public, in `--json`. */
  readonly name: string;
  readonly look: (patient: Patient) => Promise<readonly Omit<Finding, 'check'>[]>;
}
