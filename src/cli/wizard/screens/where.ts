import { basename, join, resolve } from 'node:path';
import { nameQuestion } from '../../../stack/questions.js';
import { Cancelled } from '../../cancelled.js';
import { nameFrom } from '../../options.js';
import { leavesOf, withAt } from '../../json.js';
import { NOTHING_PREPARED, type Screen, type State, type Step, type Wizard } from '../screen.js';
import type { Choice } from '../ui.js';

const isName = (text: string): string | undefined =>
  nameQuestion.pattern.test(text) ? undefined : `It must be ${nameQuestion.must}.`;

/** A folder that was named and is not there yet needs no question. */
function open({ folder, said }: Wizard): boolean {
  return said.folder === undefined || (folder(said.folder) === 'files' && !said.adopt);
}

/** Into a folder that has files, with what they say of themselves. */
async function adopting(state: State, folder: string, { prepare }: Wizard): Promise<State> {
  const prepared = await prepare(folder);
  const imports = leavesOf(prepared.imported?.options ?? {}).map(([path]) => path.join('.'));
  return { ...state, folder, adopt: true, prepared, imports };
}

/** Whether there is something to adopt: a readme and a licence are no project. */
function hasProject({ prepared: { detected, imported } }: State): boolean {
  const { backend, frontend, files } = detected ?? {};
  const containers = [
    ...(files?.compose ?? []),
    ...(files?.dockerfiles ?? []),
    ...Object.keys(imported?.options ?? {}),
  ];
  return backend !== undefined || frontend !== undefined || containers.length > 0;
}

function hereText(name: string, hasFiles: boolean, adopts: boolean): Choice<'here'> {
  if (!hasFiles) return { value: 'here', label: `Here, in ${name}`, hint: 'it is empty' };
  if (adopts) return { value: 'here', label: `Adopt ${name}`, hint: 'its files stay as they are' };
  return { value: 'here', label: 'Here, beside its files', hint: 'they stay as they are; none is an application' };
}

/** What somebody most likely wants, or has answered before. */
function likely(state: State, here: string, hasFiles: boolean, { said }: Wizard): 'here' | 'new' {
  if (state.folder !== undefined && state.folder !== here) return 'new';
  const isMeant = !hasFiles || state.adopt || said.folder !== undefined || hasProject(state);
  return isMeant ? 'here' : 'new';
}

const place: Step = {
  applies: (_, wizard) => open(wizard),
  ask: async (state, wizard, at) => {
    const { ui, dir, folder, said } = wizard;
    const here = said.folder ?? '.';
    const name = basename(resolve(dir, here));
    const hasFiles = folder(here) === 'files';
    const answer = await ui.select({
      place: at,
      message: hasFiles ? `${name} has files already. Where should the stack go?` : 'Where should the stack go?',
      choices: [
        hereText(name, hasFiles, hasProject(state)),
        { value: 'new', label: 'A new folder inside it' },
        { value: 'cancel', label: 'Cancel' },
      ],
      initial: likely(state, here, hasFiles, wizard),
    });
    if (answer === 'cancel') throw new Cancelled();
    if (answer === 'new') return { ...state, folder: state.folder === here ? '' : (state.folder ?? ''), adopt: false };
    if (hasFiles) return adopting(state, here, wizard);
    return { ...state, folder: here, adopt: false, prepared: NOTHING_PREPARED, imports: [] };
  },
};

const newFolder: Step = {
  applies: (state, wizard) => open(wizard) && !state.adopt && state.folder !== (wizard.said.folder ?? '.'),
  ask: async (state, wizard, at) => {
    const { ui, folder, said } = wizard;
    const path = (name: string): string => join(said.folder ?? '.', name).replaceAll('\\', '/');
    const name = await ui.text({
      place: at,
      message: `${nameQuestion.message}, which is its folder too`,
      initial: state.folder === undefined ? '' : basename(state.folder),
      check: (text) =>
        isName(text) ??
        (['missing', 'empty'].includes(folder(path(text))) ? undefined : `${text} is there already, with files in it.`),
    });
    return { ...state, folder: path(name), adopt: false, prepared: NOTHING_PREPARED, imports: [] };
  },
};

/** The name of the folder cannot be that of a project. */
const otherName: Step = {
  applies: (state, wizard) => {
    const { name } = { ...state.prepared.options, ...wizard.said.options } as { readonly name?: unknown };
    return typeof name !== 'string' && isName(nameFrom(resolve(wizard.dir, state.folder ?? '.'))) !== undefined;
  },
  ask: async (state, wizard, at) => {
    const { name = 'shop' } = state.chosen as { readonly name?: string };
    const answer = await wizard.ui.text({ place: at, message: nameQuestion.message, initial: name, check: isName });
    return { ...state, chosen: withAt(state.chosen, ['name'], answer) };
  },
};

export const where: Screen = { id: 'where', title: 'Where', steps: [place, newFolder, otherName] };

/** What is known before the first question. */
export async function atFirst(wizard: Wizard): Promise<State> {
  const { said, folder } = wizard;
  const state: State = { adopt: false, prepared: NOTHING_PREPARED, imports: [], chosen: {}, custom: false };
  const here = said.folder ?? '.';
  // Looked at before anything is asked, because that is what the first lines tell.
  if (folder(here) === 'files') {
    const prepared = await adopting(state, here, wizard);
    return said.adopt ? prepared : { ...prepared, adopt: false };
  }
  return said.folder === undefined ? state : { ...state, folder: said.folder };
}
