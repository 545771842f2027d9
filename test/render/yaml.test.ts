import { expect, it } from 'vitest';
import { Anchors, Mapping, print } from '../../src/render/yaml.js';

it.each([
  // What YAML 1.1 reads as something else is quoted.
  ['yes', '"yes"'],
  ['Off', '"Off"'],
  ['n', '"n"'],
  ['1:30', '"1:30"'],
  ['80', '"80"'],
  ['1.5', '"1.5"'],
  ['true', '"true"'],
  ['null', '"null"'],
  ['', '""'],
  ['a: b', '"a: b"'],
  ['#a', '"#a"'],
  ['a #b', '"a #b"'],
  ['*a', '"*a"'],
  ["'", `"'"`],
  [' a', '" a"'],
  ['plain text', 'plain text'],
  ['${X:-}', '${X:-}'],
  [80, '80'],
  [true, 'true'],
])('YAML writes %j as %s', (value, written) => {
  expect(print(new Mapping().add('key', value), [])).toBe(`---\nkey: ${written}\n`);
});

it('begins each line of a comment as one', () => {
  const root = new Mapping().add('a', 1).add('b', 2, { comment: 'One\ntwo\r\n\rthree' });
  expect(print(root, [])).toBe('---\na: 1\n# One\n# two\n#\n# three\nb: 2\n');
});

it('refuses an alias in front of its anchor', () => {
  const anchors = new Anchors();
  const [first, second] = [anchors.value('word', 'a'), anchors.value('word', 'a')];
  expect(() => print(new Mapping().add('a', second).add('b', first), [])).toThrow('*word stands before &word.');
});
