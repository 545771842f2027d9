const CONTEXT = 3;
const SHOWN = 12;

/** The first place where two texts differ, as `diff -u` writes it, and how much there is after it. */
export function difference(name: string, expected: string, actual: string): string {
  const old = expected.split('\n');
  const now = actual.split('\n');
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const part = (lines: readonly string[], sign: string): readonly string[] => {
    const changed = lines.slice(start, lines.length - end);
    const more = changed.length - SHOWN;
    return [
      ...changed.slice(0, SHOWN).map((line) => `${sign}${line}`),
      ...(more > 0 ? [`${sign} … ${more} more lines`] : []),
    ];
  };
  const before = old.slice(Math.max(0, start - CONTEXT), start).map((line) => ` ${line}`);
  const after = old
    .slice(old.length - end)
    .slice(0, CONTEXT)
    .map((line) => ` ${line}`);
  return [
    `--- ${name}, expected`,
    `+++ ${name}, rendered`,
    `@@ line ${start + 1} @@`,
    ...before,
    ...part(old, '-'),
    ...part(now, '+'),
    ...after,
  ].join('\n');
}
