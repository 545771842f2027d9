import type { Diagnostic } from '../model/diagnostic.js';
import type { Rule } from '../model/rule.js';
import type { Catalog } from '../model/service.js';
import type { Stack } from '../model/stack.js';
import type { Target } from '../model/target.js';
import { cpuBudget, memoryBudget } from './rules/budget.js';
import { composeLookup, fileClash } from './rules/compose-files.js';
import { folders } from './rules/folders.js';
import { memoryFloor } from './rules/memory.js';
import { needs, someService } from './rules/needs.js';
import { subnet } from './rules/network.js';
import { ports } from './rules/ports.js';
import { unknownVariable, variableClash } from './rules/variables.js';
import { sharedVolume } from './rules/volumes.js';

const general: readonly Rule[] = [
  someService,
  needs,
  ports,
  memoryBudget,
  cpuBudget,
  memoryFloor,
  folders,
  fileClash,
  composeLookup,
  subnet,
  sharedVolume,
  variableClash,
  unknownVariable,
];

/** Every rule there is: those about any stack, those that the definitions bring, and what the targets cannot do. */
export function allRules(catalog: Catalog, targets: readonly Target[]): readonly Rule[] {
  return [...general, ...catalog.flatMap(({ rules }) => rules ?? []), ...targets.flatMap(({ gaps }) => gaps)];
}

/** What is wrong with the stack as a whole. All rules run; none depends on another. */
export function checkStack(stack: Stack): readonly Diagnostic[] {
  const definitions = stack.services.map(({ definition }) => definition);
  return allRules(definitions, [stack.target]).flatMap(({ code, severity, check }) =>
    check(stack).map((finding) => ({ code, severity, ...finding })),
  );
}
