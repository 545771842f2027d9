import { describe, expect, it } from 'vitest';
import { composeSchema, neededVariables } from './compose.js';

describe('composeSchema', () => {
  it('accepts a good file, merge keys and durations included', () => {
    const text = [
      'x-a: &a',
      '  restart: always',
      'services:',
      '  a:',
      '    <<: *a',
      '    image: a:1',
      '    healthcheck: { test: ["CMD", "true"], interval: 1m30s }',
    ];
    expect(composeSchema(text.join('\n'))).toEqual([]);
  });

  it('finds a key that does not exist, and its line', () => {
    const text = 'services:\n  a:\n    image: a:1\n    restrat: always\n';
    expect(composeSchema(text)).toEqual([
      { rule: 'additionalProperties', line: 3, message: 'services.a must NOT have additional properties: restrat' },
    ]);
  });

  it('finds a value of the wrong type', () => {
    expect(composeSchema('services:\n  a:\n    image: [1]\n')).toEqual([
      { rule: 'type', line: 3, message: 'services.a.image must be string' },
    ]);
  });

  it('finds what is no YAML, and a key that is there twice', () => {
    expect(composeSchema('services: [\n')[0]?.rule).toBe('syntax');
    expect(composeSchema('services:\n  a: {}\n  a: {}\n')).toMatchObject([{ rule: 'syntax', line: 3 }]);
  });
});

describe('neededVariables', () => {
  it('names those without a value of their own', () => {
    const text = 'a: ${A} $B ${C:?why} ${D?why} ${E:-e} ${F-f} ${G:-${H}} $$I $${J} ${K:+k}\n# $L\n';
    expect(neededVariables(text).toSorted()).toEqual(['A', 'B', 'C', 'D', 'H']);
  });
});
