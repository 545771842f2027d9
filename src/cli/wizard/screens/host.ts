import type { Limits } from '../../../model/container.js';
import { ENVIRONMENTS, type EnvironmentName } from '../../../model/service.js';
import { formatMemory, parseMemory } from '../../../model/units.js';
import { withAt, type Json } from '../../json.js';
import { hostFrom } from '../../shorthand.js';
import { resolved } from '../resolved.js';
import { optionsOf, type Screen, type Step, type Wizard } from '../screen.js';
import type { Choice, Place } from '../ui.js';
import { machineText } from './detected.js';

/** What one can rent everywhere. */
const SIZES: readonly Limits[] = [
  { cpus: 1, memory: 1024 },
  { cpus: 2, memory: 2048 },
  { cpus: 2, memory: 4096 },
  { cpus: 4, memory: 8192 },
];

const MESSAGES: Readonly<Record<EnvironmentName, string>> = {
  production: 'What does the production host have?',
  development: 'What does the machine of a developer have, as far as Docker may use it?',
};

const written = ({ cpus, memory }: Limits): string => `${formatMemory(memory)}/${cpus}cpu`;

async function machine({ docker, probes }: Wizard): Promise<Limits> {
  const { cpus, memory } = (await docker())?.host ?? probes.host();
  return { cpus, memory: Math.floor(memory) };
}

function choices(now: Limits, here: Limits): readonly Choice[] {
  const listed = SIZES.some((size) => written(size) === written(now)) || written(here) === written(now);
  return [
    { value: written(here), label: 'This machine', hint: machineText(here) },
    ...SIZES.filter((size) => written(size) !== written(here)).map((size) => ({
      value: written(size),
      label: machineText(size),
    })),
    ...(listed ? [] : [{ value: written(now), label: machineText(now), hint: 'as it is' }]),
    { value: 'own', label: 'Other' },
  ];
}

async function own({ ui }: Wizard, place: Place, environment: EnvironmentName, now: Limits): Promise<string> {
  const read = (text: string) => hostFrom(`${environment}=${text}`);
  return ui.text({
    place,
    message: `${MESSAGES[environment]} Memory and processors`,
    initial: written(now).toLowerCase(),
    check: (text) => {
      const said = read(text);
      const host = 'options' in said ? ((said.options.host as Json)[environment] as Json) : {};
      return 'memory' in host && 'cpus' in host ? undefined : 'Write memory and processors, such as 2g/2cpu.';
    },
  });
}

/** Asks what the host of an environment has. */
export function hostStep(environment: EnvironmentName): Step {
  return {
    applies: ({ custom }, { said }) => custom && (said.options.host as Json | undefined)?.[environment] === undefined,
    ask: async (state, wizard, place) => {
      const now = resolved(optionsOf(state, wizard)).stack.options.host[environment];
      const here = await machine(wizard);
      const message = MESSAGES[environment];
      const answer = await wizard.ui.select({ place, message, choices: choices(now, here), initial: written(now) });
      const amount = answer === 'own' ? await own(wizard, place, environment, now) : answer;
      const said = hostFrom(`${environment}=${amount}`);
      if (!('options' in said) || amount === written(now)) return state;
      const { memory, cpus } = (said.options.host as Json)[environment] as { memory: string; cpus: number };
      const chosen = withAt(state.chosen, ['host', environment], { cpus, memory: formatMemory(parseMemory(memory)!) });
      return { ...state, chosen };
    },
  };
}

export const host: Screen = { id: 'host', title: 'Host', steps: [...ENVIRONMENTS].reverse().map(hostStep) };
