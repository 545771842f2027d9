import { loadText, renderStack, version } from '../../src/index.js';
import { applyPlan } from '../../src/io/apply.js';
import { planProject } from '../../src/io/plan.js';
import { refusals } from '../../src/merge/change.js';
import { renderProjen } from '../../src/render/project.js';

/** What `create-lge-stack` does once it knows the options. */
export function createProject(dir: string, options: string): readonly string[] {
  const { stack, diagnostics } = loadText(options);
  if (!stack) return diagnostics.map(({ message }) => message);
  const beside = [...renderProjen(), { path: 'lge.stack.json', content: options, owner: 'seed' } as const];
  const plan = planProject(dir, renderStack(stack), { version, beside });
  const refused = refusals(plan.changes).map(({ path }) => path);
  if (refused.length === 0) applyPlan(plan, { command: 'create' });
  return refused;
}
