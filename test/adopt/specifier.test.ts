import { expect, it } from 'vitest';
import { isAllOlder } from '../../src/adopt/specifier.js';

it.each([
  ['==2.9.3', '2.9.10', true],
  ['==2.9.10', '2.9.10', false],
  ['2.9.3', '2.9.10', true],
  ['==2.9', '2.9.0', false],
  ['>=2.9.3', '2.9.10', false],
  ['>=2.9,<2.9.10', '2.9.10', true],
  ['>=2.9, <=2.9.10', '2.9.10', false],
  ['<3', '2.9.10', false],
  ['^0.27', '0.30.0', true],
  ['^0.27.1', '0.27.5', false],
  ['^1.2', '2.0', true],
  ['^1.2', '1.9', false],
  ['^0.0.3', '0.0.4', true],
  ['~=2.9.3', '2.9.10', false],
  ['~=2.9.3', '2.10', true],
  ['~=2.9', '2.10', false],
  ['~=2.9', '3.0', true],
  ['~2.9', '2.10', true],
  ['~2', '2.10', false],
  ['==1.4.*', '1.5', true],
  ['1.4.*', '1.4.9', false],
  ['!=2.0', '3.0', false],
  ['', '3.0', false],
  ['*', '3.0', false],
  ['latest', '3.0', false],
])('all that %s takes is older than %s: %s', (specifier, first, older) => {
  expect(isAllOlder(specifier, first)).toBe(older);
});
