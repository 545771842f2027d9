import { expect, it } from 'vitest';
import { Mapping, print } from '../../src/render/yaml.js';

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
