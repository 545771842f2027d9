// Whatever anybody answers, back and forth: the command that repeats it and the options file say the same.
import fc, { type GeneratorValue } from 'fast-check';
import { expect, it } from 'vitest';
import { readArguments } from '../../../src/cli/args.js';
import type { CreateCall } from '../../../src/cli/commands/create.js';
import { Back } from '../../../src/cli/leaving.js';
import { optionsFile, optionsFrom } from '../../../src/cli/options.js';
import { replayWords } from '../../../src/cli/replay.js';
import { nudged, rebalanced, type LimitsMeter } from '../../../src/cli/wizard/limits.js';
import { runScreens } from '../../../src/cli/wizard/run-wizard.js';
import type { Wizard } from '../../../src/cli/wizard/screen.js';
import type { Ui } from '../../../src/cli/wizard/ui.js';
import { catalog, loadText, presets } from '../../../src/index.js';
import { surroundings } from './support.js';

/** More questions than this nobody answers: then it is Enter, and on. */
const PATIENCE = 25;

const VALUES = ['1', '2', '3', '80', '8080', '8000', '5433', 'auto', 'none', 'x', '99999', '2g/2cpu', '12g/6cpu'];

/** Answers anything that can be answered, and goes back now and then. */
function anybody(any: GeneratorValue, seen: Set<string>): Ui {
  let count = 0;
  const pick = <T>(values: readonly T[]): T => values[any(fc.nat, { max: values.length - 1 })]!;
  const asked = (message: string): boolean => {
    seen.add(message);
    count += 1;
    if (count > 150) throw new Error(`no way out of "${message}"`);
    if (count <= PATIENCE && pick([false, false, false, false, false, true])) throw new Back();
    return count <= PATIENCE;
  };
  const fits = (meter: LimitsMeter): LimitsMeter => {
    const wild = Array.from({ length: pick([0, 1, 5]) }).reduce<LimitsMeter>(
      (left) => nudged(left, pick(left.rows.map((_, index) => index)), pick(['memory', 'cpus']), pick([1, -1])),
      meter,
    );
    if (wild.errors.length === 0) return wild;
    // Or insists on what is impossible, and is asked what now.
    return pick([true, false]) ? rebalanced(wild) : wild;
  };
  return {
    help: '',
    tell: () => undefined,
    select: ({ message, choices, initial }) => {
      const values = choices.map(({ value }) => value).filter((value) => value !== 'cancel');
      const active = asked(message);
      // Whoever has no patience creates it, or saves what cannot be created.
      const end = values.find((value) => value === 'create') ?? values.find((value) => value === 'save');
      // And takes a host on which everything has room.
      const roomy = values.find((value) => value === '8G/4cpu');
      return Promise.resolve(active ? pick(values) : (end ?? roomy ?? initial ?? values[0]!));
    },
    pick: ({ message, choices, initial }) => {
      const values = choices.map(({ value }) => value);
      const some = asked(message) ? values.filter(() => pick([true, false])) : initial;
      return Promise.resolve(some.length > 0 ? some : initial);
    },
    text: async ({ message, initial, check }) => {
      const value = asked(message) ? pick([...VALUES, 'store']) : initial;
      const fine = [value, initial, 'store', '4g/2cpu'];
      for (const one of fine) if ((await check(one)) === undefined) return one;
      throw new Error(`nothing fits ${message}`);
    },
    table: async ({ message, fields, check }) => {
      const before = fields.map(({ value }) => value);
      const values = asked(message)
        ? before.map((value) =>
            pick([true, false, false]) ? pick(message.includes('Containers') ? ['1', '2', '3'] : VALUES) : value,
          )
        : before;
      if ((await check(values)).size === 0) return values;
      if ((await check(before)).size === 0) return before;
      const free = before.map((value) => (value === 'none' ? value : 'auto'));
      expect([...(await check(free))]).toEqual([]);
      return free;
    },
    meter: ({ message, meter }) => {
      asked(message);
      return Promise.resolve(fits(meter));
    },
  };
}

it('answers, the command that repeats them and the options file say the same', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (any) => {
      const scene = surroundings({ used: { 80: 'nginx (pid 1)', 5433: 'container db (project old)' } });
      const wizard: Wizard = {
        ...scene,
        ui: anybody(any, seen),
        picture: () => undefined,
        docker: () => scene.probes.docker(),
      };
      const { options, folder, end } = await runScreens(wizard);
      const file = optionsFile(String(options.name), options, catalog);
      const path = `/home/me/shop/${folder}`;
      const words = replayWords({ folder, path, options }, catalog, presets);
      const { call, mistakes } = readArguments(words, 'create-lge-stack', false);
      const said = optionsFrom((call as CreateCall).flags, { name: options.name }, catalog);
      expect([...mistakes, ...said.mistakes]).toEqual([]);
      expect(optionsFile(String(options.name), said.options, catalog)).toBe(file);
      expect(loadText(file).stack !== undefined || end === 'save').toBe(true);
    }),
    { numRuns: Number(process.env.RUNS ?? 20), endOnFailure: true },
  );
  // Nothing that can be asked was left out.
  expect(seen.size).toBeGreaterThan(14);
});
