import { hunks } from './hunks.js';
import { endsWell, linesOf, normalise } from './text.js';

type End = '\n' | '\r\n';

/** The line ends of a text, one for each of its lines; the last line may have none. */
function endsOf(text: string): readonly End[] {
  return (text.match(/\r?\n/g) ?? []) as readonly End[];
}

/** Where the ends are mixed, a line that is in both texts keeps its own, and a new one gets what most have. */
function mixedEnds(like: string, plain: string, ends: readonly End[], usual: End): string {
  const lines = linesOf(plain);
  const kept: End[] = [];
  let at = 0;
  for (const { start, end, lines: fresh } of hunks(linesOf(normalise(like)), lines)) {
    for (; at < start; at += 1) kept.push(ends[at] ?? usual);
    at = end;
    for (let count = fresh.length; count > 0; count -= 1) kept.push(usual);
  }
  for (; kept.length < lines.length; at += 1) kept.push(ends[at] ?? usual);
  const last = lines.length - 1;
  return lines.map((line, index) => (index === last && !endsWell(plain) ? line : line + kept[index]!)).join('');
}

/**
 * `text` with the byte order mark and the line ends of `like`: what git or an editor did to a file without changing what
 * it says.
 */
export function dressedAs(like: string, text: string): string {
  const ends = endsOf(like);
  const crlf = ends.filter((end) => end === '\r\n').length;
  const usual = crlf * 2 > ends.length ? '\r\n' : '\n';
  const plain = normalise(text);
  const bom = like.startsWith('\uFEFF') ? '\uFEFF' : '';
  if (crlf === 0 || crlf === ends.length) return bom + plain.replaceAll('\n', usual);
  return bom + mixedEnds(like, plain, ends, usual);
}
