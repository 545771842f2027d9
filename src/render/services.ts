import type { RenderedFile, Renderer } from '../model/files.js';
import { productionContext } from '../model/service.js';
import { renderFile } from './template.js';

/** The files that the definitions bring: Dockerfiles, nginx, the starter. */
export const renderServices: Renderer = (stack): readonly RenderedFile[] =>
  stack.services.flatMap((service) =>
    (service.definition.files?.(productionContext(stack, service)) ?? []).map(renderFile),
  );
