import type { EnvironmentName } from '../../../model/service.js';
import { Back } from '../../leaving.js';
import { rebalanced, type LimitsMeter } from '../limits.js';
import type { State, Wizard } from '../screen.js';
import type { Choice, Place } from '../ui.js';
import { hostStep } from './host.js';
import { pickServices } from './services.js';

type Way = 'rebalance' | 'change' | 'services' | 'host' | 'keep';

export interface Impossible {
  readonly environment: EnvironmentName;
  /** With its errors. */
  readonly meter: LimitsMeter;
  /** With these limits. */
  readonly state: State;
  /** The answers with the limits of another meter. */
  readonly withMeter: (meter: LimitsMeter) => State;
}

interface Ahead {
  readonly state: State;
  /** The limits are asked for again; otherwise the next question comes. */
  readonly again: boolean;
}

/** Rebalancing is offered where it helps: not every mistake is one of too little memory. */
function choices(fitted: LimitsMeter): readonly Choice<Way>[] {
  return [
    ...(fitted.errors.length === 0
      ? [{ value: 'rebalance', label: 'Rebalance', hint: 'share out what the host has' } as const]
      : []),
    { value: 'change', label: 'Change the limits' },
    { value: 'host', label: 'Take another host' },
    { value: 'services', label: 'Leave services out' },
    { value: 'keep', label: 'Leave it so', hint: 'nothing can be created then, but the options can be saved' },
  ];
}

async function take(way: Way, fitted: LimitsMeter, found: Impossible, wizard: Wizard, place: Place): Promise<State> {
  const { environment, state, withMeter } = found;
  if (way === 'rebalance') return withMeter(fitted);
  if (way === 'services') return pickServices(state, wizard, place);
  if (way !== 'host') return state;
  const answer = await hostStep(environment).ask(state, wizard, place);
  return 'edit' in answer ? answer.state : answer;
}

/** What somebody does about limits with which nothing would start. Going back leads to the limits again. */
export async function wayOut(found: Impossible, wizard: Wizard, place: Place): Promise<Ahead> {
  const fitted = rebalanced(found.meter);
  const all = choices(fitted);
  const initial = all[0]!.value === 'rebalance' ? 'rebalance' : 'keep';
  try {
    const way = await wizard.ui.select({ place, message: 'It would not start so. What now?', choices: all, initial });
    const state = await take(way, fitted, found, wizard, place);
    return { state, again: way !== 'keep' };
  } catch (error) {
    if (error instanceof Back) return { state: found.state, again: true };
    throw error;
  }
}
