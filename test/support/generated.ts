import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GOLDEN } from './golden.js';

/** A file as it is generated, found in the golden folders. */
export interface Generated {
  /** Where a project has it. */
  readonly path: string;
  readonly text: string;
}

const MERGED =
  /\.(?:ya?ml|json|conf|sh|md|sql)$|Dockerfile[^/]*$|\.env\.example$|ignore$|entrypoint$|healthcheck$|compile_packages\.py$/;

/** Every generated text of a kind that is merged, each content once. */
export function generatedFiles(name = '*'): readonly Generated[] {
  const folders = readdirSync(GOLDEN, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = new Map<string, Generated>();
  for (const folder of folders.map((entry) => entry.name).filter((one) => name === '*' || one === name)) {
    const root = join(GOLDEN, folder, 'expected');
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).toSorted()) {
      const path = file.replaceAll('\\', '/').replaceAll(/(^|\/)dot-/g, '$1.');
      if (!MERGED.test(path)) continue;
      const text = readFileSync(join(root, file), 'utf8');
      if (text !== '') found.set(text, { path, text });
    }
  }
  return [...found.values()];
}

/** A Compose file with some of its services only: as real, and much faster to read. */
function withServices(text: string, part: number): string {
  const from = text.indexOf('\nservices:\n') + '\nservices:\n'.length;
  const to = /^\S/m.exec(text.slice(from))?.index ?? text.length - from;
  const [head, services, rest] = [text.slice(0, from), text.slice(from, from + to).trimEnd(), text.slice(from + to)];
  const all = services.split(/\n\n(?= {2}\S)/);
  const kept = [all[part % all.length]!, all[(part + 1) % all.length]!];
  return `${head}${kept.join('\n\n')}\n\n${rest}`;
}

/** The files, Compose files in parts of a few services each. */
export function smallFiles(): readonly Generated[] {
  return generatedFiles().flatMap(({ path, text }) => {
    if (!text.includes('\nservices:\n')) return text.length > 12_000 ? [] : [{ path, text }];
    return [0, 3].map((part) => ({ path, text: withServices(text, part) }));
  });
}
