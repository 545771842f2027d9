import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Document, parse, parseDocument } from 'yaml';
import { Anchors, Mapping, print } from '../../src/render/yaml.js';

type Tree = string | number | boolean | readonly Tree[] | { readonly [key: string]: Tree };

/** What a reader takes for something else, in YAML 1.2 or 1.1. */
const WORDS = `~ null true yes Off n 0 -1 +1 1_000 0777 0o17 0x1F 0b11 1e3 .5 5. .inf -.INF .nan 1:30 1:30.5 2026-01-31 = << --- ...
  - ? : a: :a #a a#b *a &a !a | > %a @a \`a ' " \\ [ ] {} ,a a,b $$X \${X:-} \u0085 a\u2028b \uFEFFa \u0007 \u007F ä 😀`;
const LINES = [
  '2026-01-31 10:00:00',
  '- a',
  '? a',
  'a: b',
  'a #b',
  '${X:?a b}',
  'a\tb',
  '\ta',
  'a\t',
  'a\nb',
  'a\nb\n',
  'a\n\nb',
  '\na',
];
const BLOCKS = [
  'a\n\n',
  ' a\nb',
  'a\n b',
  'a \nb ',
  'a\n \nb',
  'a\n\t\n',
  '\n',
  'a\r\nb',
  'a\n#b',
  'a\n- b',
  'a\u0007\nb',
  'a\u0085\nb',
  '',
  ' ',
];
const TRAPS = [...WORDS.split(/[ \n]+/), ...LINES, ...BLOCKS];

/** To this one reader of YAML 1.1, and to no other, `.` and `e3` are numbers. */
const QUIRK = /^[^#\n]*[:-] [-+]?[._]*(e[-+]?\d+)?$/im;
const texts = fc.oneof(
  fc.constantFrom(...TRAPS),
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'ab \n\t:#-"\'') }),
);
const keys = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,8}$/).filter((key) => !/^_*(e\d+)?$/i.test(key));

const treesOf = (leaves: fc.Arbitrary<string>): fc.Arbitrary<Tree> =>
  fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      leaves,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
      fc.boolean(),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(keys, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).tree;
const trees = treesOf(texts);

it('what is printed is read back, by readers of YAML 1.2 and of 1.1', () => {
  fc.assert(
    fc.property(fc.dictionary(keys, trees, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), (value) => {
      const root = new Mapping();
      for (const [key, item] of Object.entries(value)) root.add(key, item, { comment: 'why', space: true });
      const text = print(root, ['A header']);
      const document = parseDocument(text);
      expect(
        [...document.errors, ...document.warnings].map(({ message }) => message),
        text,
      ).toEqual([]);
      expect(document.toJS(), text).toEqual(value);
      if (!QUIRK.test(text)) expect(parse(text, { version: '1.1' }), text).toEqual(value);
    }),
    {
      numRuns: 600,
      interruptAfterTimeLimit: 4000,
      examples: TRAPS.map((trap): [Record<string, Tree>] => [{ a: trap, b: [trap], c: { d: trap } }]),
    },
  );
});

it('lines are laid out as the yaml package lays them out', () => {
  const lines = treesOf(texts.filter((text) => !text.includes('\n')));
  fc.assert(
    fc.property(fc.dictionary(keys, lines, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), (value) => {
      const root = new Mapping();
      for (const [key, item] of Object.entries(value)) root.add(key, item);
      const options = { merge: true, compat: 'yaml-1.1', aliasDuplicateObjects: false } as const;
      const document = new Document(value, options).toString({ lineWidth: 0, singleQuote: false });
      expect(print(root, [])).toBe(`---\n${document}`);
    }),
    { numRuns: 300, interruptAfterTimeLimit: 4000 },
  );
});

it('what is shared is spelled out once, and read in every place', () => {
  fc.assert(
    fc.property(texts, fc.dictionary(keys, trees, { minKeys: 1, noNullPrototype: true }), (word, block) => {
      const anchors = new Anchors();
      const shared = new Mapping();
      for (const [key, item] of Object.entries(block)) shared.add(key, item);
      const root = new Mapping()
        .add('x', shared)
        .add('a', anchors.value('word', word))
        .add('b', [anchors.value('word', word), 1]);
      const service = new Mapping().add('<<', shared.alias('x')).add('zz', anchors.value('word', word));
      const text = print(root.add('s', service), []);
      expect(parse(text, { merge: true }), text).toEqual({
        x: block,
        a: word,
        b: [word, 1],
        s: { ...block, zz: word },
      });
      expect(() => anchors.value('word', `${word}!`)).toThrow('&word stands for two values.');
    }),
    { numRuns: 100, interruptAfterTimeLimit: 2000 },
  );
});
