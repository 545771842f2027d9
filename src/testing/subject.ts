import { catalog as own, loadOptions, presets as ownPresets } from '../index.js';
import type { Preset } from '../model/preset.js';
import type { AnyService, Catalog } from '../model/service.js';
import type { Stack } from '../model/stack.js';
import type { ContractOptions } from '../testing.js';

/** A definition, and stacks with it. */
export interface Subject {
  readonly definition: AnyService;
  readonly catalog: Catalog;
  readonly presets: readonly Preset[];
  readonly options: (preset: string, services?: Readonly<Record<string, unknown>>) => object;
  readonly stack: (preset: string) => Stack;
}

/** Returns what is wrong, each as a sentence. */
export type Check = (subject: Subject) => readonly string[];

export function subjectOf(
  definition: AnyService,
  { catalog = own, presets = ownPresets, answers }: ContractOptions,
): Subject {
  const all = catalog.includes(definition) ? catalog : [...catalog, definition];
  const host = { cpus: 1024, memory: '1024G' };
  const options: Subject['options'] = (preset, services) => ({
    name: 'contract',
    preset,
    host: { production: host, development: host },
    services: { ...(answers && { [definition.id]: answers }), ...services },
  });
  return {
    definition,
    catalog: all,
    presets,
    options,
    stack: (preset) => {
      const { stack, diagnostics } = loadOptions(options(preset), { catalog: all, presets });
      if (stack) return stack;
      throw new Error(diagnostics.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
    },
  };
}

export const line = (text: string): boolean => /^\S[^\r\n]*\S$/.test(text);
export const when = (wrong: boolean, problem: string): readonly string[] => (wrong ? [problem] : []);
