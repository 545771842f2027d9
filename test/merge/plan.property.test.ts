import fc from 'fast-check';
import { expect, it } from 'vitest';
import { touchesDisk, type Change, type Disk, type DiskEntry } from '../../src/merge/change.js';
import { nextState } from '../../src/merge/next.js';
import { planChanges } from '../../src/merge/plan.js';
import { formatState, type State } from '../../src/merge/state.js';
import { normalise } from '../../src/merge/text.js';
import type { Owner, RenderedFile } from '../../src/model/files.js';

const context = { hash: (text: string) => text, baseOf: (hash: string) => hash, version: '2' };
const text = fc.constantFrom('a\n', 'b\n', 'a\nb\n', 'a\r\n', 'mine\n', 'a', '');
const owner = fc.constantFrom<Owner>('managed', 'merged', 'seed', 'added');
const file = fc.record({ content: text, executable: fc.boolean() });

/** One path in any combination of remembered, on disk and rendered. */
const site = fc.record({
  owner,
  base: fc.option(
    fc.record({
      base: text.map(normalise),
      executable: fc.boolean(),
      status: fc.constantFrom('deleted', 'orphaned', undefined),
    }),
  ),
  disk: fc.option(file),
  now: fc.option(file),
});

/** The disk after the changes, as src/io leaves it. */
function applied(disk: Disk, changes: readonly Change[]): Disk {
  const next = new Map<string, DiskEntry>(disk);
  for (const change of changes) {
    if (change.kind === 'delete') next.delete(change.path);
    if (change.kind === 'create' || change.kind === 'update')
      next.set(change.path, { kind: 'file', content: change.content, executable: change.executable });
  }
  return next;
}

it('a plan that was applied leaves nothing to do, and never costs a line of the user’s', () => {
  fc.assert(
    fc.property(site, (given) => {
      const { base, disk, now } = given;
      const line = base && {
        owner: given.owner,
        base: base.base,
        executable: base.executable,
        version: '1',
        ...(base.status && { status: base.status }),
      };
      const state: State = new Map(line ? [['f', line]] : []);
      const found: Disk = new Map(disk ? [['f', { kind: 'file' as const, ...disk }]] : []);
      const rendered: readonly RenderedFile[] = now ? [{ path: 'f', owner: given.owner, ...now }] : [];

      const changes = planChanges(state, found, rendered, context);
      const after = applied(found, changes);
      const again = planChanges(nextState(changes), after, rendered, context);
      expect(again.filter(touchesDisk)).toEqual([]);
      expect(formatState(nextState(again), '2')).toBe(formatState(nextState(changes), '2'));

      const entry = after.get('f');
      const lines = new Set((entry?.kind === 'file' ? normalise(entry.content) : '').split('\n'));
      const wrote = disk && normalise(disk.content) !== line?.base;
      if (wrote)
        expect(
          normalise(disk.content)
            .split('\n')
            .filter((one) => !lines.has(one) && one !== '' && !line?.base.split('\n').includes(one)),
        ).toEqual([]);
      if (!disk && base) expect(entry).toBeUndefined();
    }),
    { numRuns: 3000 },
  );
});
