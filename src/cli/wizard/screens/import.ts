import { leavesOf } from '../../json.js';
import type { Screen, State } from '../screen.js';
import type { Choice } from '../ui.js';

function found({ prepared: { imported } }: State): readonly Choice[] {
  return leavesOf(imported?.options ?? {}).map(([path, value]) => {
    const id = path.join('.');
    const evidence = imported?.evidence.get(id);
    const line = evidence?.line === undefined ? '' : `:${evidence.line}`;
    const label = `${id} = ${typeof value === 'string' ? value : JSON.stringify(value)}`;
    return { value: id, label, ...(evidence && { hint: `${evidence.file}${line}` }) };
  });
}

const files = (state: State): string =>
  [...new Set([...(state.prepared.imported?.evidence.values() ?? [])].map(({ file }) => file))].join(', ');

function initial(state: State): 'yes' | 'pick' | 'no' {
  if (state.imports.length === 0) return 'no';
  return state.imports.length === found(state).length ? 'yes' : 'pick';
}

const applies = (state: State): boolean => state.adopt && state.custom && found(state).length > 0;

/** Ports, images and limits of a Compose file that is there. */
export const importing: Screen = {
  id: 'import',
  title: 'Import',
  steps: [
    {
      applies,
      ask: async (state, { ui }, place) => {
        const choices = found(state);
        const left = state.prepared.imported?.notCarried ?? [];
        ui.tell([
          ...choices.map(({ label, hint }) => `${label}${hint === undefined ? '' : ` (${hint})`}`),
          ...left.map(({ key, why }) => `! ${key} is not taken over: ${why}`),
        ]);
        const answer = await ui.select({
          place,
          message: `Take over what ${files(state)} says?`,
          choices: [
            { value: 'yes', label: 'Yes, all of it' },
            { value: 'pick', label: 'Pick' },
            { value: 'no', label: 'No' },
          ],
          initial: initial(state),
        });
        const all = choices.map(({ value }) => value);
        if (answer !== 'pick') return { ...state, imports: answer === 'yes' ? all : [] };
        const picked = await ui.pick({ place, message: 'What is taken over?', choices, initial: state.imports });
        return { ...state, imports: picked };
      },
    },
  ],
};
