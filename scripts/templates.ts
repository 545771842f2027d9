// Turns templates/** into src/generated/templates.ts. Also the global set-up of vitest.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const decoder = new TextDecoder('utf-8', { fatal: true });
// What tools leave behind when the starter is run or tested in place.
const litter = new Set([
  'node_modules',
  '__pycache__',
  '.venv',
  '.pytest_cache',
  '.ruff_cache',
  '.mypy_cache',
  '.DS_Store',
]);

export function generateTemplates(): void {
  const folder = join(root, 'templates');
  writeIfChanged(join(root, 'src/generated/templates.ts'), renderTemplates(folder, listFiles(folder)));
  writeIfChanged(join(root, 'src/generated/version.ts'), renderVersion());
}

export default generateTemplates;

function renderTemplates(folder: string, files: readonly string[]): string {
  const seen = new Map<string, string>();
  const entries = files.map((file) => {
    const name = relative(folder, file).split(sep).join('/');
    const key = name.replace(/\.hbs$/, '');
    const twin = seen.get(key);
    if (twin !== undefined) throw new Error(`templates/${twin} and templates/${name} would both become ${key}`);
    seen.set(key, name);
    return `  ${JSON.stringify(key)}: ${renderTemplate(file, name)},\n`;
  });
  return [
    '// Written by scripts/templates.ts from templates/; not in git.\n',
    '// @ts-nocheck -- the compiler of templates writes JavaScript\n',
    "/** A template as `Handlebars.precompile` leaves it, for `template` of 'handlebars/runtime.js'. */\n",
    'export type TemplateSpec = Readonly<Record<string, unknown>>;\n\n',
    '/** By path below templates/, without `.hbs`; a string where the file is no template. */\n',
    `export const templates: Readonly<Record<string, TemplateSpec | string>> = {\n${entries.join('')}};\n`,
  ].join('');
}

function renderTemplate(file: string, name: string): string {
  try {
    const text = decoder.decode(readFileSync(file));
    if (!name.endsWith('.hbs')) return JSON.stringify(text);
    return Handlebars.precompile(text, { strict: true, noEscape: true }) as string;
  } catch (error) {
    throw new Error(`templates/${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function renderVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return `// Written by scripts/templates.ts from package.json; not in git.\nexport const version = ${JSON.stringify(version)};\n`;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(folder, file)
          .split(sep)
          .some((part) => litter.has(part)),
    )
    .sort((a, b) => (a < b ? -1 : 1));
}

// An unchanged file keeps its time, so that watchers and incremental compilers stay idle.
function writeIfChanged(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generateTemplates();
