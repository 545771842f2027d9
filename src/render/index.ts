import type { RenderedFile, Renderer } from '../model/files.js';
import type { Stack } from '../model/stack.js';
import { renderCompose } from './compose.js';
import { renderDocs, renderReadme } from './docs.js';
import { renderEnv } from './env.js';
import { renderOverride } from './override.js';
import { renderProject } from './project.js';
import { renderScripts } from './scripts.js';
import { renderServices } from './services.js';

const renderers: readonly Renderer[] = [
  renderCompose,
  renderOverride,
  renderEnv,
  renderServices,
  renderScripts,
  renderDocs,
  renderReadme,
  renderProject,
];

/** Every file of the stack, sorted by path. Pure: the same stack gives the same bytes. */
export function renderStack(stack: Stack): readonly RenderedFile[] {
  const files = [...renderers, stack.target.render].flatMap((render) => render(stack));
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
