import { closest, distance } from 'fastest-levenshtein';

/** The known name that was probably meant, if any is near enough: two letters may be wrong, or a third of them. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(word.toLowerCase(), known);
  return distance(word.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.ceil(best.length / 3)) ? best : undefined;
}
