import { loadText, renderStack, version } from '../../src/index.js';
import { writeNew } from '../../src/io/create.js';
import { refusals } from '../../src/merge/change.js';
import { renderProjen, renderProject } from '../../src/render/project.js';

/** What `create-lge-stack` does once it knows the options. */
export function createProject(dir: string, options: string): readonly string[] {
  const { stack, diagnostics } = loadText(options);
  if (!stack) return diagnostics.map(({ message }) => message);
  const rendered = renderStack(stack);
  const ours = rendered.some(({ path }) => path === 'package.json') ? [] : renderProject(stack);
  const beside = [...renderProjen(), { path: 'lge.stack.json', content: options, owner: 'seed' } as const];
  return refusals(writeNew(dir, [...rendered, ...ours], { version, beside }).changes).map(({ path }) => path);
}
