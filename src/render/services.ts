import type { RenderedFile, Renderer } from '../model/files.js';
import { renderFile } from './template.js';

/** The files that the definitions bring: Dockerfiles, nginx, the starter. */
export const renderServices: Renderer = (stack): readonly RenderedFile[] =>
  stack.services.flatMap(({ id, definition, answers }) => {
    const limits = stack.limits(id) ?? { cpus: 0, memory: 0 };
    const context = { answers, limits, replicas: stack.replicas(id), environment: 'production', stack } as const;
    return (definition.files?.(context) ?? []).map(renderFile);
  });
