import { mkdirSync } from 'node:fs';
import { refusals } from '../merge/change.js';
import type { RenderedFile } from '../model/files.js';
import { applyPlan } from './apply.js';
import { planProject, type Plan, type PlanOptions } from './plan.js';

/**
 * Writes a new project. `files` are remembered in .lge; `options.beside` are not: lge.stack.json, and what projen keeps.
 * A folder that is there already keeps all it has: as soon as one file of it is in the way, nothing is written, and the
 * plan that is returned says which (`refusals(plan.changes)`).
 *
 * @example
 * const plan = writeNew(dir, renderStack(stack), { version, beside: [...renderProjen(), options] });
 */
export function writeNew(dir: string, files: readonly RenderedFile[], options: PlanOptions): Plan {
  mkdirSync(dir, { recursive: true });
  const plan = planProject(dir, files, options);
  if (refusals(plan.changes).length === 0) applyPlan(plan);
  return plan;
}
