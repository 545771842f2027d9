import type { Catalog } from '../../src/index.js';
import type { Preset } from '../../src/model/preset.js';
import type { Group, Question, Questions } from '../../src/model/question.js';
import { nameQuestion, presetNames, serviceQuestions, stackFields } from '../../src/stack/questions.js';

export type Leaf = Exclude<Question, Group>;

export interface Asked {
  readonly path: readonly string[];
  readonly question: Leaf;
  /** It switches: which preset, or a service on and off. */
  readonly switches: boolean;
}

function below(path: readonly string[], fields: Questions): readonly Asked[] {
  return Object.entries(fields).flatMap(([key, question]) => {
    const here = [...path, key];
    return question.kind === 'group' ? below(here, question.fields) : [{ path: here, question, switches: false }];
  });
}

/** Every question of lge.stack.json that has one answer, with its path. */
export function leaves(catalog: Catalog, presets: readonly Preset[]): readonly Asked[] {
  const ids = presetNames(presets);
  const preset: Leaf = { kind: 'select', message: '', options: ids, default: ids[0]! };
  return [
    { path: ['name'], question: nameQuestion, switches: false },
    { path: ['preset'], question: preset, switches: true },
    ...below([], stackFields),
    ...catalog.flatMap((definition) => {
      const path = ['services', definition.id];
      const use: Leaf = { kind: 'confirm', message: definition.summary, default: true };
      return [{ path, question: use, switches: true }, ...below(path, serviceQuestions(definition))];
    }),
  ];
}
