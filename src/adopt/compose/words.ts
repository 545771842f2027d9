import { itemsOf, rawOf, textOf, type Node } from './node.js';

/** The words of a command line, quotes taken away; nothing is expanded or run. */
export function shellWords(line: string): readonly string[] {
  return [...line.matchAll(/(?:"((?:[^"\\]|\\[^])*)"|'([^']*)'|\\([^])|([^\s"'\\]))+|&&|\|\||[;|]/g)].map(([word]) =>
    word.replaceAll(/"((?:[^"\\]|\\[^])*)"|'([^']*)'|\\([^])/g, (_, double?: string, single?: string, one?: string) =>
      double !== undefined ? double.replaceAll(/\\([^])/g, '$1') : (single ?? one ?? ''),
    ),
  );
}

const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/;

const wordsOf = (node: Node | undefined, read: typeof textOf): readonly string[] =>
  node?.kind === 'list' ? itemsOf(node).flatMap((one) => read(one) ?? []) : shellWords(read(node) ?? '');

/** The commands that a `command` or a health check runs, those within `sh -c '… && …'` apart. */
export function commandsOf(node: Node | undefined): readonly (readonly string[])[] {
  return split(wordsOf(node, textOf), 0);
}

/** The same with variables as they are written. */
export function rawCommandsOf(node: Node | undefined): readonly (readonly string[])[] {
  return split(wordsOf(node, rawOf), 0);
}

function split(words: readonly string[], depth: number): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const word of words) {
    if (/^(?:&&|\|\||[;|&])$/.test(word)) commands.push([]);
    else commands.at(-1)!.push(word);
  }
  return commands.flatMap((command): readonly (readonly string[])[] => {
    const script = command.findIndex((word) => /^-[a-z]*c$/.test(word));
    if (depth < 3 && SHELL.test(command[0] ?? '') && script > 0 && command[script + 1] !== undefined)
      return split(shellWords(command[script + 1]!), depth + 1);
    const plain = command.slice(command.findIndex((word) => !WRAPPERS.has(word) && !/^[A-Z_]+=/.test(word)));
    return plain.length > 0 ? [plain] : [];
  });
}

/** Words before the program that is meant. */
const WRAPPERS: ReadonlySet<string> = new Set([
  'exec',
  'poetry',
  'uv',
  'pdm',
  'pipenv',
  'run',
  'python',
  'python3',
  '-m',
  'tini',
  '--',
  'wait',
  'env',
]);

/** The value of an option, as `-A x`, `--app x`, `--app=x` or `-c4`. */
export function optionOf(command: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [index, word] of command.entries()) {
    for (const name of names) {
      if (word === name) return command[index + 1];
      if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
      if (/^-\w$/.test(name) && word.startsWith(name) && word.length > 2) return word.slice(2);
    }
  }
  return undefined;
}

export const programOf = (command: readonly string[]): string => (command[0] ?? '').split('/').at(-1)!;

/** `docker.io/library/postgres:16-alpine@sha256:…` in its parts. */
export function imageParts(image: string): { readonly registry: string; readonly name: string; readonly tag?: string } {
  const [whole = ''] = image.split('@');
  const colon = whole.lastIndexOf(':');
  const tagged = colon > whole.lastIndexOf('/');
  const path = (tagged ? whole.slice(0, colon) : whole).replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  const steps = path.split('/');
  const hasRegistry = steps.length > 1 && /[.:]|^localhost$/.test(steps[0]!);
  const registry = hasRegistry ? steps[0]! : '';
  return {
    registry,
    name: hasRegistry ? steps.slice(1).join('/') : path,
    ...(tagged && { tag: whole.slice(colon + 1) }),
  };
}
