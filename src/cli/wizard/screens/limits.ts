import { ENVIRONMENTS, type EnvironmentName } from '../../../model/service.js';
import { valueAt, withAt, type Json } from '../../json.js';
import { limitsMeter, type LimitsMeter } from '../limits.js';
import { optionsOf, type Screen, type State, type Step } from '../screen.js';
import { wayOut } from './ways-out.js';

/** The limits in the meter that are others than those that it was given, over what was chosen. */
function withLimits(chosen: Json, before: LimitsMeter, after: LimitsMeter): Json {
  return after.rows.reduce((left, { id }) => {
    const path = ['services', id, 'limits', after.environment];
    const value = valueAt(after.options, path);
    if (JSON.stringify(value) === JSON.stringify(valueAt(before.options, path))) return left;
    const open = valueAt(left, ['services', id]) === true ? withAt(left, ['services', id], {}) : left;
    return withAt(open, path, value ?? valueAt(defaults(after, id), []));
  }, chosen);
}

/** What a limit is where the options do not say it: said all the same, over a file that says another. */
function defaults({ rows }: LimitsMeter, id: string): Json {
  const { memory, cpus } = rows.find((row) => row.id === id)!;
  return { cpus, memory: `${memory}M` };
}

function limitsStep(environment: EnvironmentName): Step {
  return {
    applies: (state, wizard) => state.custom && limitsMeter(optionsOf(state, wizard), environment).rows.length > 0,
    ask: async (first, wizard, place) => {
      for (let next = first; ;) {
        const state = next;
        const before = limitsMeter(optionsOf(state, wizard), environment);
        const message = `Limits of each container in ${environment}`;
        const after = await wizard.ui.meter({ place, message, meter: before });
        const withMeter = (meter: LimitsMeter): State => ({
          ...state,
          chosen: withLimits(state.chosen, before, meter),
        });
        if (after.errors.length === 0) return withMeter(after);
        const found = { environment, meter: after, state: withMeter(after), withMeter };
        const ahead = await wayOut(found, wizard, place);
        if (!ahead.again) return ahead.state;
        next = ahead.state;
      }
    },
  };
}

export const limits: Screen = { id: 'limits', title: 'Limits', steps: [...ENVIRONMENTS].reverse().map(limitsStep) };
