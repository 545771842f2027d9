import type { Preset } from './model/preset.js';
import type { AnyService, Catalog } from './model/service.js';
import { CONTAINER_CHECKS } from './testing/containers.js';
import { DEFINITION_CHECKS } from './testing/definition.js';
import { subjectOf } from './testing/subject.js';

/** One thing that a service must hold; `run` throws an Error that says where it does not. */
export interface ContractCheck {
  readonly name: string;
  readonly run: () => void;
}

export interface ContractOptions {
  /** The services it is used with; default: those of this package. It is added where it is not among them. */
  readonly catalog?: Catalog;
  /** Default: those of this package. */
  readonly presets?: readonly Preset[];
  /** Answers to its questions, where one of them has no default. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

/**
 * What every service must hold, as checks for any test runner.
 *
 * @example
 * for (const { name, run } of serviceContract(mailpit)) test(name, run);
 */
export function serviceContract(definition: AnyService, context: ContractOptions = {}): readonly ContractCheck[] {
  const subject = subjectOf(definition, context);
  return Object.entries({ ...DEFINITION_CHECKS, ...CONTAINER_CHECKS }).map(([name, check]) => ({
    name,
    run: () => {
      const problems = check(subject);
      if (problems.length > 0) throw new Error(`${definition.id}: ${[...new Set(problems)].join('\n')}`);
    },
  }));
}
