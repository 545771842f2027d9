import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { catalog, loadOptions, optionsSchema, presets } from '../../src/index.js';
import { hasErrors, type Diagnostic } from '../../src/model/diagnostic.js';
import { parseOptions } from '../../src/stack/parse.js';
import { invalidOptions, validOptions } from '../support/options.js';

const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(optionsSchema());
const accepts = (options: unknown): boolean => !hasErrors(parseOptions(options, catalog, presets).diagnostics);

/** Each says where, what, and what to do. */
function expectHelpful(diagnostics: readonly Diagnostic[]): void {
  for (const { code, path, message, hint } of diagnostics) {
    expect(code).toMatch(/^[a-z-]+$/);
    expect(Array.isArray(path)).toBe(true);
    expect(message).toMatch(/\S.*[.:]$/s);
    expect(hint).toMatch(/\S.*[.?:]$/s);
  }
}

it('options that are wrong are told, with a place and a way out, and nothing throws', () => {
  fc.assert(
    fc.property(invalidOptions, (options) => {
      const { stack, diagnostics } = loadOptions(options);
      expect(stack).toBeUndefined();
      expect(diagnostics.filter(({ severity, path }) => severity === 'error' && path.length > 0)).not.toEqual([]);
      expectHelpful(diagnostics);
    }),
    { numRuns: 60, interruptAfterTimeLimit: 4000 },
  );
});

it('whatever is in the file, it is answered and nothing throws', () => {
  const json = fc.oneof(
    fc.jsonValue(),
    fc.record({ name: fc.constant('shop'), services: fc.jsonValue(), host: fc.jsonValue(), images: fc.jsonValue() }),
  );
  fc.assert(
    fc.property(json, (options) => {
      const { stack, diagnostics } = loadOptions(options);
      expect(stack !== undefined || hasErrors(diagnostics)).toBe(true);
      expectHelpful(diagnostics);
    }),
    { numRuns: 200, interruptAfterTimeLimit: 3000 },
  );
});

it('the JSON schema accepts what is accepted, and nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(validOptions, invalidOptions), (options) => {
      expect({ schema: validate(options) ? [] : validate.errors }).toEqual(
        accepts(options) ? { schema: [] } : { schema: expect.any(Array) as unknown },
      );
      expect(validate(options)).toBe(accepts(options));
    }),
    { numRuns: 60, interruptAfterTimeLimit: 4000 },
  );
});
