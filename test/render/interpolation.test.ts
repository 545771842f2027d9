import { describe, expect, it } from 'vitest';
import { literal, reference } from '../../src/render/interpolation.js';

describe('what Compose would replace', () => {
  it.each([
    ['no dollar', 'no dollar'],
    ['$HOME ${X}', '$$HOME $${X}'],
    ['$$', '$$$$'],
  ])('%s → %s', (text, escaped) => {
    expect(literal(text)).toBe(escaped);
  });

  const variable = { name: 'X', section: 'API', about: 'X', development: 'dev' } as const;
  it.each([
    [{ kind: 'required', example: '1' } as const, '${X:-dev}', /^\$\{X:\?run .*init-env\.sh production\}$/],
    [{ kind: 'optional', fallback: 'f' } as const, '${X:-dev}', /^\$\{X:-f\}$/],
    [{ kind: 'optional', fallback: '' } as const, '${X:-dev}', /^\$\{X:-\}$/],
    [{ kind: 'noted', example: 'n' } as const, '${X:-dev}', /^\$\{X:-n\}$/],
  ])('%j', (production, development, expected) => {
    expect(reference({ ...variable, production }, 'development')).toBe(development);
    expect(reference({ ...variable, production }, 'production')).toMatch(expected);
    const own = { ...variable, production, productionOnly: true };
    expect([reference(own, 'development'), reference({ ...own, development: 'a$b' }, 'development')]).toEqual([
      'dev',
      'a$$b',
    ]);
    expect(reference(own, 'production')).toMatch(expected);
  });
});
