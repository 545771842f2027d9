import Handlebars from 'handlebars/runtime.js';
import { templates } from '../generated/templates.js';
import type { RenderedFile, TemplateFile } from '../model/files.js';

type View = Readonly<Record<string, unknown>>;

/** Fills a template of templates/, named without `.hbs`. A name that is missing from the view throws. */
export function fill(name: string, view: View = {}): string {
  const template = templates[name];
  if (template === undefined) throw new Error(`There is no template ${name}.`);
  return typeof template === 'string' ? template : Handlebars.template(template)(view);
}

export function renderTemplate({ template, path, owner, executable, view, rename }: TemplateFile): RenderedFile {
  const text = fill(template, view);
  const content = rename ? text.replaceAll(new RegExp(`\\b${rename.from}\\b`, 'g'), rename.to) : text;
  return { path, content, owner, ...(executable && { executable }) };
}
