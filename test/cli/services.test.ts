// Services of the user's own may need one another in a row, which none of ours do.
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { adding, removing } from '../../src/cli/change/services.js';
import { defineService } from '../../src/index.js';
import { sourceOf } from '../../src/project/source.js';

const service = (id: string, need?: string) =>
  defineService({
    id,
    title: id,
    summary: id,
    tier: 'data',
    questions: {},
    needs: need === undefined ? [] : [{ service: need, because: `it asks ${need}` }],
    limits: { production: { cpus: 0.1, memory: '64M' }, development: { cpus: 0.1, memory: '64M' } },
    container: () => ({ image: { pull: `${id}:1` }, networks: ['data'], healthcheck: 'none' }),
  });

const catalog = [service('search', 'index'), service('index', 'store'), service('store')];
const source = sourceOf(tmpdir(), undefined, { catalog });

describe('services that need one another in a row', () => {
  it('come along, each with who needs it', () => {
    const text = '{ "name": "shop", "services": { "search": false, "index": false, "store": false } }';
    const { text: after, told, mistakes } = adding(['search'])(text, source);
    expect([JSON.parse(after), mistakes]).toEqual([
      { name: 'shop', services: { search: true, index: true, store: true } },
      [],
    ]);
    expect(told).toEqual([
      'search is added.',
      'index is added, because search needs it: it asks index.',
      'store is added, because index needs it: it asks store.',
    ]);
  });

  it('are all named when the last of them is to go', () => {
    const { text, mistakes } = removing(['store'])('{ "name": "shop" }', source);
    expect([text, mistakes]).toEqual([
      '{ "name": "shop" }',
      [
        'index needs store: it asks store.',
        'search needs index: it asks index.',
        'To take them out, too: npx lge-stack remove store index search',
      ],
    ]);
  });
});
