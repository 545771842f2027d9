import Handlebars from 'handlebars/runtime.js';
import { templates } from '../generated/templates.js';
import type { RenderedFile, ServiceFile } from '../model/files.js';

type View = Readonly<Record<string, unknown>>;

/** Fills a template of templates/, named without `.hbs`. A name that is missing from the view throws. */
export function fill(name: string, view: View = {}): string {
  const template = templates[name];
  if (template === undefined) throw new Error(`There is no template ${name}.`);
  return typeof template === 'string' ? template : Handlebars.template(template)(view);
}

function contentOf(file: ServiceFile): string {
  if ('content' in file) return file.content;
  const text = fill(file.template, file.view);
  return file.rename ? text.replaceAll(new RegExp(`\\b${file.rename.from}\\b`, 'g'), file.rename.to) : text;
}

export function renderFile(file: ServiceFile): RenderedFile {
  const { path, owner, executable } = file;
  const source = 'template' in file ? { source: file.template } : {};
  return { path, content: contentOf(file), owner, ...(executable && { executable }), ...source };
}
