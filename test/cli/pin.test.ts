import { describe, expect, it } from 'vitest';
import { setImage } from '../../src/cli/pin.js';
import { readJson } from '../../src/stack/json.js';

const DIGEST = 'python:3@sha256:1';

describe('a digest is written into what people wrote, which stays as it is', () => {
  it.each([
    ['a comment', '{\n  // ours\n  "name": "shop" // short\n}\n'],
    ['a comma after the last item', '{\n  "name": "shop",\n}\n'],
    [
      'both, in images',
      '{\n  "name": "shop",\n  "images": {\n    // mirrored\n    "node": "node:24", // LTS\n  },\n}\n',
    ],
    ['an image that is there', '{\n  "name": "shop",\n  "images": { "python": "python:2" /* old */, },\n}\n'],
    ['line ends of Windows', '{\r\n  "name": "shop", // short\r\n}\r\n'],
  ])('%s', (_, text) => {
    const after = setImage(text, 'python', DIGEST);
    const { images, ...rest } = (readJson(after) as { json: { images: object } }).json;
    const before = (readJson(text) as { json: { images?: object } }).json;
    expect(images).toEqual({ ...before.images, python: DIGEST });
    expect(rest).toEqual({ name: 'shop' });
    for (const comment of text.match(/\/\/.*|\/\*.*\*\//g) ?? []) expect(after).toContain(comment);
    expect(after.includes('\r\n')).toBe(text.includes('\r\n'));
    expect(after.replaceAll('\r\n', '').includes('\n') && text.includes('\r\n')).toBe(false);
  });
});
