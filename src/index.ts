import type { Diagnostic } from './model/diagnostic.js';
import { hasErrors } from './model/diagnostic.js';
import type { Preset } from './model/preset.js';
import type { Catalog } from './model/service.js';
import type { Stack } from './model/stack.js';
import { version } from './generated/version.js';
import { presets } from './presets/index.js';
import { catalog } from './services/index.js';
import { checkStack } from './stack/check.js';
import { parseOptions, parseText, type Parsed } from './stack/parse.js';
import { resolveStack } from './stack/resolve.js';
import { optionsSchema as schemaOf } from './stack/schema.js';
import { targets } from './targets/index.js';

export type { Diagnostic } from './model/diagnostic.js';
export type { ContainerSpec } from './model/container.js';
export type { Owner, RenderedFile, Renderer, ServiceFile } from './model/files.js';
export { defineQuestions } from './model/question.js';
export { defineRule, type Rule } from './model/rule.js';
export { defineService, type Catalog, type ServiceDefinition } from './model/service.js';
export type { Stack } from './model/stack.js';
export { from } from './model/variable.js';
export { renderStack } from './render/index.js';
export { catalog, checkStack, presets, targets, version };

export interface LoadContext {
  /** Default: the services of this package. */
  readonly catalog?: Catalog;
  readonly presets?: readonly Preset[];
  /** What a generated project depends on; default: this version. */
  readonly self?: string;
}

export interface Loaded {
  /** Absent when there are errors. */
  readonly stack?: Stack;
  readonly diagnostics: readonly Diagnostic[];
}

function resolved({ options, diagnostics }: Parsed, { catalog: services = catalog, self }: LoadContext): Loaded {
  if (!options) return { diagnostics };
  const stack = resolveStack(options, { catalog: services, targets, version, ...(self !== undefined && { self }) });
  const all = [...diagnostics, ...checkStack(stack)];
  return hasErrors(all) ? { diagnostics: all } : { stack, diagnostics: all };
}

/**
 * From options, as JSON holds them, to a checked stack, or to every mistake in them.
 *
 * @example
 * const { stack, diagnostics } = loadOptions({ name: 'shop', services: { 'celery-beat': false } });
 */
export function loadOptions(json: unknown, context: LoadContext = {}): Loaded {
  return resolved(parseOptions(json, context.catalog ?? catalog, context.presets ?? presets), context);
}

/** The same from the text of lge.stack.json. */
export function loadText(text: string, context: LoadContext = {}): Loaded {
  return resolved(parseText(text, context.catalog ?? catalog, context.presets ?? presets), context);
}

/** The JSON schema of lge.stack.json. */
export function optionsSchema({ catalog: services = catalog, presets: from = presets }: LoadContext = {}): Readonly<
  Record<string, unknown>
> {
  return schemaOf(services, from);
}
