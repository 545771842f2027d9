import { presets } from '../../../index.js';
import type { Question, Questions } from '../../../model/question.js';
import type { Catalog } from '../../../model/service.js';
import { kindOf } from '../../../stack/kinds.js';
import { serviceQuestions, stackFields } from '../../../stack/questions.js';
import { valueAt, withAt, type Json, type Path } from '../../json.js';
import { resolved } from '../resolved.js';
import { optionsOf, type Screen, type State, type Step, type Wizard } from '../screen.js';
import type { Place } from '../ui.js';
import { SELECTIONS, selectionIds } from '../selections.js';

/** What is in the stack now. */
function idsOf(options: Json): readonly string[] {
  return resolved(options).stack.services.map(({ id }) => id);
}

/** What was picked, and what that cannot do without. */
function withNeeds(picked: readonly string[], catalog: Catalog): ReadonlySet<string> {
  const all = new Set(picked);
  for (const id of all)
    for (const need of catalog.find((one) => one.id === id)?.needs ?? []) if (!need.optional) all.add(need.service);
  return all;
}

function whyNeeded(id: string, all: ReadonlySet<string>, catalog: Catalog): string {
  for (const one of catalog) {
    const need = all.has(one.id) && one.needs.find(({ service, optional }) => service === id && !optional);
    if (need) return `${one.title} needs it: ${need.because ?? 'it cannot run without it'}`;
  }
  return 'it is needed';
}

/** With these services and no others. What was answered about one that comes back is kept. */
function withServices(state: State, ids: ReadonlySet<string>, wizard: Wizard): State {
  const now = new Set(idsOf(optionsOf(state, wizard)));
  const chosen = wizard.catalog.reduce((left, { id }) => {
    if (ids.has(id) === now.has(id)) return left;
    return withAt(left, ['services', id], ids.has(id) ? true : false);
  }, state.chosen);
  return { ...state, chosen };
}

function matching(options: Json, catalog: Catalog): string {
  const ids = idsOf(options).join();
  const preset = options.preset ?? presets[0]!.id;
  return SELECTIONS.find((one) => one.preset === preset && selectionIds(one, catalog).join() === ids)?.value ?? 'pick';
}

const isSaid = (wizard: Wizard, path: Path): boolean => valueAt(wizard.said.options, path) !== undefined;

const choose: Step = {
  applies: ({ custom }, wizard) => custom && !isSaid(wizard, ['services']) && !isSaid(wizard, ['preset']),
  ask: async (state, wizard, place) => {
    const { ui, catalog } = wizard;
    const answer = await ui.select({
      place,
      message: 'What is to run?',
      choices: [...SELECTIONS, { value: 'pick', label: 'Pick', hint: 'service by service' }],
      initial: matching(optionsOf(state, wizard), catalog),
    });
    const selection = SELECTIONS.find(({ value }) => value === answer);
    if (!selection) return pickServices(state, wizard, place);
    const preset = selection.preset === presets[0]!.id ? undefined : selection.preset;
    const next = { ...state, chosen: withAt(state.chosen, ['preset'], preset) };
    return withServices(next, new Set(selectionIds(selection, catalog)), wizard);
  },
};

/** Service by service. */
export async function pickServices(state: State, wizard: Wizard, place: Place): Promise<State> {
  const { ui, catalog } = wizard;
  const picked = await ui.pick({
    place,
    message: 'Which services?',
    choices: catalog.map(({ id, title, summary }) => ({ value: id, label: title, hint: summary })),
    initial: idsOf(optionsOf(state, wizard)),
  });
  const all = withNeeds(picked, catalog);
  const added = [...all].filter((id) => !picked.includes(id));
  const titleOf = (id: string): string => catalog.find((one) => one.id === id)?.title ?? id;
  if (added.length > 0) ui.tell(added.map((id) => `${titleOf(id)} added. ${whyNeeded(id, all, catalog)}.`));
  return withServices(state, all, wizard);
}

/** The services of which several may run, with the question for how many. */
function scalable(options: Json) {
  return resolved(options).stack.services.flatMap(({ id, definition, answers }) => {
    const question = serviceQuestions(definition).replicas;
    if (question?.kind !== 'number') return [];
    return [{ id, title: definition.title, question, value: String((answers as Json).replicas) }];
  });
}

const replicas: Step = {
  applies: (state, wizard) => state.custom && scalable(optionsOf(state, wizard)).length > 0,
  ask: async (state, wizard, place) => {
    const rows = scalable(optionsOf(state, wizard));
    const values = await wizard.ui.table({
      place,
      message: `${rows[0]!.question.message}, of each service`,
      help: 'Development has one of each.',
      fields: rows.map(({ id, title, value }) => ({ id, label: title, value })),
      check: (typed) =>
        Promise.resolve(
          new Map(
            rows.flatMap(({ id, question }, index) => {
              const value = Number(typed[index]);
              const { accepts, hint } = kindOf(question);
              return accepts(question, value) ? [] : [[id, hint(question, value)] as const];
            }),
          ),
        ),
    });
    const chosen = rows.reduce((left, { id, value }, index) => {
      const path = ['services', id, 'replicas'];
      return values[index] === value ? left : withAt(opened(left, id), path, Number(values[index]));
    }, state.chosen);
    return { ...state, chosen };
  },
};

/** `"backend": true` has no place for options. */
function opened(options: Json, id: string): Json {
  return valueAt(options, ['services', id]) === true ? withAt(options, ['services', id], {}) : options;
}

function questionAt([key, ...rest]: Path, fields: Questions): Question | undefined {
  const question = fields[key!];
  return rest.length > 0 && question?.kind === 'group' ? questionAt(rest, question.fields) : question;
}

/** A question of the stack that has a few answers, asked where `service` is part of it. */
function stackStep(path: Path, service: string): Step {
  const question = questionAt(path, stackFields);
  return {
    applies: (state, wizard) =>
      state.custom &&
      question !== undefined &&
      !isSaid(wizard, path) &&
      resolved(optionsOf(state, wizard)).stack.has(service),
    ask: async (state, wizard, place) => {
      const now = valueAt(resolved(optionsOf(state, wizard)).stack.options, path);
      const isYesNo = question?.kind === 'confirm';
      const options = question?.kind === 'select' ? question.options : [];
      const answer = await wizard.ui.select({
        place,
        message: question?.message ?? '',
        choices: isYesNo
          ? [
              { value: 'false', label: 'No' },
              { value: 'true', label: 'Yes' },
            ]
          : options.map((value) => ({ value, label: value })),
        initial: String(now),
      });
      if (answer === String(now)) return state;
      return { ...state, chosen: withAt(state.chosen, path, isYesNo ? answer === 'true' : answer) };
    },
  };
}

export const services: Screen = {
  id: 'services',
  title: 'Services',
  steps: [
    choose,
    replicas,
    stackStep(['python', 'packageManager'], 'backend'),
    stackStep(['node', 'packageManager'], 'frontend'),
    stackStep(['tls'], 'frontend'),
    stackStep(['target'], 'backend'),
  ],
};
