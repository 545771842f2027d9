import { formatOf } from '../../src/formats/index.js';
import { mergeTexts } from '../../src/merge/merge.js';

/** A text of lines that share an indentation, without it. */
export function text(template: TemplateStringsArray): string {
  const lines = template.raw[0]!.replace(/^\n/, '')
    .replace(/\n[ ]*$/, '\n')
    .split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)![0].length));
  return lines.map((line) => line.slice(indent)).join('\n');
}

/** The merged text, or why there is none: `conflict`, or what is not sound about the merge of lines. */
export function outcome(path: string, base: string, mine: string, theirs: string): string {
  const result = mergeTexts({ base, mine, theirs }, formatOf(path));
  return result.clean ? result.text : (result.fault ?? 'conflict');
}
