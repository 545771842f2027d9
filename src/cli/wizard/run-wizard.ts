import { basename, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import widthOf from 'fast-string-width';
import { topologyText } from '../../render/diagram.js';
import type { Env } from '../command.js';
import { Back } from '../leaving.js';
import { abilitiesOf, Frame, wantsPlain } from './frame.js';
import { linesOf } from './lines.js';
import type { Answers, Screen, State, Step, Surroundings, Wizard } from './screen.js';
import { detected } from './screens/detected.js';
import { host } from './screens/host.js';
import { importing } from './screens/import.js';
import { limits } from './screens/limits.js';
import { ports } from './screens/ports.js';
import { answersOf, review } from './screens/review.js';
import { services } from './screens/services.js';
import { start } from './screens/start.js';
import { atFirst, where } from './screens/where.js';
import { clackUi } from './ui-clack.js';
import { plainUi } from './ui-plain.js';
import type { Place } from './ui.js';

/** In the order in which they are asked. The ninth comes after the files: what to do next. */
export const SCREENS: readonly Screen[] = [detected, where, start, importing, services, ports, host, limits, review];

interface Flat extends Step {
  readonly screen: Screen;
}

const STEPS: readonly Flat[] = SCREENS.flatMap((screen) => screen.steps.map((step) => ({ ...step, screen })));

export interface WizardOptions extends Surroundings {
  readonly input: Readable;
  readonly output: Writable;
  readonly env: Env;
  /** Line by line, without moving the cursor. Default: where the environment asks for it. */
  readonly plain?: boolean;
  /** Ends the question that is asked just now. */
  readonly stop?: AbortSignal;
}

/** `shop · 3/8`: of the screens that are asked as things are. */
function placeOf(screen: Screen, state: State, wizard: Wizard): Place {
  const asked = SCREENS.filter(
    (one) => !one.silent && (one === screen || one.steps.some(({ applies }) => applies(state, wizard))),
  );
  const name = basename(resolve(wizard.dir, state.folder ?? wizard.said.folder ?? '.'));
  return { name, index: asked.indexOf(screen) + 1, count: asked.length };
}

/** Step by step, back and forth, until the last screen says how it ends. */
async function walk(wizard: Wizard, first: State): Promise<State & Required<Pick<State, 'end'>>> {
  let state = first;
  let at = 0;
  let direction: 1 | -1 = 1;
  // A part that is changed from the last screen leads back to it.
  let editing: string | undefined;
  const last = STEPS.length - 1;
  for (;;) {
    const step = STEPS[at];
    if (editing !== undefined && step?.screen.id !== editing) [at, editing, direction] = [last, undefined, 1];
    const now = STEPS[at];
    // Before the first one there is none.
    if (!now) [at, direction] = [0, 1];
    else if (!now.applies(state, wizard) || (direction === -1 && now.screen.silent)) at += direction;
    else {
      try {
        const answer = await now.ask(state, wizard, placeOf(now.screen, state, wizard));
        direction = 1;
        if ('edit' in answer) {
          state = answer.state;
          editing = answer.edit;
          at = STEPS.findIndex(({ screen }) => screen.id === editing);
        } else {
          state = answer;
          at += 1;
        }
        if (state.end !== undefined) return { ...state, end: state.end };
      } catch (error) {
        if (!(error instanceof Back)) throw error;
        direction = -1;
        at -= 1;
      }
    }
  }
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}

/** The same for somebody who is asked by any `ui`. */
export async function runScreens(wizard: Wizard): Promise<Answers> {
  const { end, ...state } = await walk(wizard, await atFirst(wizard));
  return answersOf(state, wizard, end);
}

/**
 * Asks for what nobody has said. Nothing is written meanwhile.
 *
 * @throws Cancelled where somebody leaves, by ^C, Ctrl-D or the end of the input.
 */
export async function runWizard({ input, output, env, plain, stop, ...surroundings }: WizardOptions): Promise<Answers> {
  const abilities = abilitiesOf(env);
  const frame = new Frame(output, abilities);
  const ended = stop ?? new AbortController().signal;
  const isPlain = plain ?? wantsPlain(env);
  const lines = isPlain ? linesOf(input, ended) : undefined;
  const ui = lines ? plainUi(lines, frame) : clackUi(input, frame, ended);
  const docker = once(() => surroundings.probes.docker());
  const picture: Wizard['picture'] = (stack) => {
    const text = topologyText(stack, { ascii: !abilities.unicode });
    const width = Math.max(...text.split('\n').map((line) => widthOf(line)));
    return isPlain || width + 4 > frame.columns ? undefined : text;
  };
  const wizard: Wizard = { ...surroundings, ui, docker, picture };
  try {
    return await runScreens(wizard);
  } finally {
    lines?.close();
    frame.release();
  }
}
