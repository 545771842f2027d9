import { Cancelled } from '../../cancelled.js';
import { resolved } from '../resolved.js';
import { optionsOf, type Answers, type Preview, type Screen, type State, type Wizard } from '../screen.js';
import type { Choice, Place } from '../ui.js';

const MARKS = { create: '+', update: '~', keep: '=', wait: '!' } as const;
const WORDS = {
  create: ['new file', 'new files'],
  update: ['file changed', 'files changed'],
  keep: ['file as it is', 'files as they are'],
  wait: ['file set aside, because yours is there', 'files set aside, because yours are there'],
} as const;
/** A list that is longer is for `Show the files`. */
const FEW = 8;

export function answersOf(state: State, wizard: Wizard, end: Answers['end']): Answers {
  const { folder = '.', adopt, prepared } = state;
  return { folder, adopt, prepared, options: optionsOf(state, wizard), end };
}

function filesText({ files }: Preview): readonly string[] {
  const kinds = (['create', 'update', 'wait', 'keep'] as const).map(
    (kind) => [kind, files.filter((one) => one.kind === kind)] as const,
  );
  return kinds.flatMap(([kind, some]) => {
    if (some.length === 0) return [];
    const listed = kind !== 'create' && some.length <= FEW ? `: ${some.map(({ path }) => path).join(', ')}` : '';
    return [`${MARKS[kind]} ${some.length} ${WORDS[kind][some.length === 1 ? 0 : 1]}${listed}`];
  });
}

/** A picture, or where it has no room a list. */
function topology(state: State, wizard: Wizard): readonly string[] {
  const { stack } = resolved(optionsOf(state, wizard));
  const picture = wizard.picture(stack);
  if (picture !== undefined) return picture.split('\n').map((line) => (line === '' ? '' : ` ${line}`));
  return stack.environments.production.containers.map(({ definition, replicas, publish, summary }) => {
    const times = replicas > 1 ? `, ${replicas} of them` : '';
    const open = publish.length > 0 ? `, port ${publish.map(({ host }) => host).join(', ')}` : '';
    return `${definition.title}${times}${open}: ${summary}`;
  });
}

type Next = 'create' | 'files' | 'diff' | 'edit' | 'save' | 'cancel';

function choices(can: boolean): readonly Choice<Next>[] {
  return [
    ...(can ? [{ value: 'create', label: 'Create' } as const] : []),
    { value: 'edit', label: 'Change something' },
    ...(can
      ? ([
          { value: 'files', label: 'Show the files' },
          { value: 'diff', label: 'Show line by line what is written' },
        ] as const)
      : []),
    { value: 'save', label: 'Save the options and quit' },
    { value: 'cancel', label: 'Cancel' },
  ];
}

/** What was shown stays, and the question comes again. */
async function askNext(preview: Preview, wizard: Wizard, place: Place): Promise<Next> {
  const { ui } = wizard;
  const can = preview.problems.length === 0;
  for (;;) {
    const answer = await ui.select({
      place,
      message: can ? 'Create it?' : 'It cannot be created so.',
      choices: choices(can),
      initial: can ? 'create' : 'edit',
    });
    if (answer === 'files') ui.tell(preview.files.map(({ kind, path }) => ` ${MARKS[kind]} ${path}`));
    else if (answer === 'diff')
      ui.tell(
        preview
          .diff()
          .split('\n')
          .map((line) => ` ${line}`),
      );
    else return answer;
  }
}

const SECTIONS: readonly Choice[] = [
  { value: 'import', label: 'Import' },
  { value: 'services', label: 'Services' },
  { value: 'ports', label: 'Ports' },
  { value: 'host', label: 'Host' },
  { value: 'limits', label: 'Limits' },
];

export const review: Screen = {
  id: 'review',
  title: 'Review',
  steps: [
    {
      applies: () => true,
      ask: async (state, wizard, place) => {
        const { ui } = wizard;
        const preview = await wizard.preview(answersOf(state, wizard, 'create'));
        ui.tell([...topology(state, wizard), '', ...filesText(preview), ...preview.problems]);
        const answer = await askNext(preview, wizard, place);
        if (answer === 'cancel') throw new Cancelled();
        if (answer !== 'edit') return { ...state, end: answer === 'save' ? 'save' : 'create' };
        const sections = SECTIONS.filter(({ value }) => value !== 'import' || state.prepared.imported !== undefined);
        const edit = await ui.select({ place, message: 'Which part?', choices: sections });
        return { edit, state: { ...state, custom: true } };
      },
    },
  ],
};
