/** Numbers of a version, as far as they go: `2.0.38` → [2, 0, 38]. */
function numbers(version: string): readonly number[] {
  return (/^\d+(\.\d+)*/.exec(version.trim())?.[0] ?? '').split('.').map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The first version that `^1.2` no longer takes: that with the next number at its first one that is not 0. */
function afterCaret(version: readonly number[]): readonly number[] {
  const at = version.findIndex((number) => number > 0);
  return at < 0 ? [0, 1] : [...version.slice(0, at), version[at]! + 1];
}

/** Each operator, with the first version beyond what it takes; without one it has no end. */
const ENDS: Readonly<Record<string, (version: readonly number[]) => { end: readonly number[]; included: boolean }>> = {
  '==': (version) => ({ end: version, included: true }),
  '===': (version) => ({ end: version, included: true }),
  '<=': (version) => ({ end: version, included: true }),
  '<': (version) => ({ end: version, included: false }),
  // PEP 440: all but the last number stay.
  '~=': (version) => ({ end: [...version.slice(0, -2), (version.at(-2) ?? 0) + 1], included: false }),
  // Poetry: `~1.2.3` and `~1.2` keep the minor version, `~1` the major one.
  '~': (version) => ({
    end: version.length > 1 ? [version[0]!, version[1]! + 1] : [version[0]! + 1],
    included: false,
  }),
  '^': (version) => ({ end: afterCaret(version), included: false }),
};

/**
 * Whether everything that a specifier takes is older than `first`: `==2.9.3` and `^0.27` are older than 2.9.10 and 0.30.
 *
 * @param specifier of PEP 440 or of Poetry; one without an upper end is never older.
 */
export function isAllOlder(specifier: string, first: string): boolean {
  const wanted = numbers(first);
  return specifier.split(',').some((part) => {
    const [, operator = '', version = ''] = /^\s*(===|==|<=|<|~=|~|\^|>=|>|!=)?\s*v?(\d[\w.*+!-]*)/.exec(part) ?? [];
    if (version === '') return false;
    const wildcard = /^[\d.]+\.\*$/.test(version);
    // `==1.4.*` and a bare version of Poetry's, `1.4.*` too, take what begins like it.
    const ending = wildcard ? ENDS['~=']!([...numbers(version), 0]) : ENDS[operator || '==']?.(numbers(version));
    if (!ending) return false;
    const order = compare(ending.end, wanted);
    return ending.included ? order < 0 : order <= 0;
  });
}
