import { readState } from '../io/plan.js';
import { readProject } from '../io/read.js';
import { HEADER } from '../render/header.js';
import { LEFT_BEHIND } from '../render/project.js';

/** A list of lines, such as .gitignore, without those that are about us alone; the others stay to the byte. */
export function withoutLines(text: string, gone: ReadonlySet<string>): string {
  const kept: string[] = [];
  let gap = false;
  for (const line of text.split('\n')) {
    if (gone.has(line.trim())) {
      gap = true;
      continue;
    }
    // Of the blank lines around a paragraph that goes as a whole, the one before it goes along.
    const isBlank = (one = ''): boolean => one.trim() === '';
    if (gap && isBlank(line) && isBlank(kept.at(-1))) kept.pop();
    if (!gap || !isBlank(line) || kept.length > 0) kept.push(line);
    gap = false;
  }
  return kept.join('\n');
}

/** A file without the two lines that say who writes it, and all else to the byte. Where they were edited, they stay. */
export function withoutHeader(text: string): string {
  const lines = text.split('\n');
  const is = (index: number, wanted: string): boolean => lines[index]?.replace(/\r$/, '') === wanted;
  const at = lines.findIndex((_, index) => HEADER.every((line, offset) => is(index + offset, `# ${line}`)));
  if (at < 0) return text;
  // In a longer comment a paragraph of its own.
  const from = at > 0 && is(at - 1, '#') ? at - 1 : at;
  return [...lines.slice(0, from), ...lines.slice(at + HEADER.length)].join('\n');
}

type Edits = Readonly<Record<string, (text: string) => string>>;

/** Files of the stack, as the state remembers them; none where it cannot be read. */
export function filesOf(dir: string): readonly string[] {
  const remembered = readState(dir);
  return 'state' in remembered ? [...remembered.state.keys()] : [];
}

/** What becomes of files of the stack that say who writes them: nobody does from now on. */
export function headerEdits(dir: string, gone: readonly string[]): Edits {
  const document: ReadonlySet<string> = new Set(LEFT_BEHIND.document);
  const paths = filesOf(dir).filter((path) => !gone.includes(path));
  const there = [...readProject(dir, paths)].filter(([, { kind }]) => kind === 'file');
  const edit = (path: string) => (text: string) =>
    path.endsWith('.md') ? withoutLines(text, document) : withoutHeader(text);
  const changing = there.filter(
    ([path, entry]) => entry.kind === 'file' && edit(path)(entry.content) !== entry.content,
  );
  return Object.fromEntries(changing.map(([path]) => [path, edit(path)]));
}

/** Those that still speak of what is gone, in sentences that nobody but their owner can reword. */
export function speakingOfUs(dir: string, before: readonly string[]): readonly string[] {
  return [...readProject(dir, before)].flatMap(([path, entry]) =>
    entry.kind === 'file' && /\blge\.stack\.json\b|\bnpx (?:projen|lge-stack)\b/.test(entry.content) ? [path] : [],
  );
}
