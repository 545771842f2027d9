import { describe, expect, it } from 'vitest';
import { folderWith } from './fixture.js';
import { dclint, findings, inline } from './lint.js';

const files = {
  'docker-compose.yml': 'services:\n  a:\n    image: a\n',
  'sub/docker-compose.yml': 'name: a\nservices:\n  a:\n    image: a\n',
};

describe('findings', () => {
  it('gathers what several tools find', async () => {
    const stack = folderWith({ ...files, 'a.py': 'import os # noqa\n' });
    const found = await findings(stack, [dclint, inline], []);
    expect(found.map(({ tool, file, rule }) => `${tool} ${file} ${rule}`)).toEqual([
      'dclint docker-compose.yml require-project-name-field',
      'dclint docker-compose.yml service-image-require-explicit-tag',
      'dclint sub/docker-compose.yml service-image-require-explicit-tag',
      'inline a.py no-inline-waiver',
    ]);
  });

  it('leaves out what is waived, in one file or in all', async () => {
    const stack = folderWith(files);
    const tag = { tool: 'dclint', rule: 'service-image-require-explicit-tag', reason: 'a test' };
    const left = async (...waivers: Parameters<typeof findings>[2] & object): Promise<number> =>
      (await findings(stack, [dclint], waivers)).length;
    expect(await left()).toBe(3);
    expect(await left(tag)).toBe(1);
    expect(await left({ ...tag, file: 'sub/docker-compose.yml' })).toBe(2);
    expect(await left({ ...tag, tool: 'yamllint' })).toBe(3);
  });
});
