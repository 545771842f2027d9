import { isAllOlder } from '../specifier.js';
import { FIRST_WHEELS } from '../wheels.js';
import { defineBreak } from './break.js';

/** Version 1 of pydantic is plain Python as well. */
const PLAIN_BEFORE: Readonly<Record<string, string>> = { pydantic: '2' };

export const wheels = defineBreak({
  code: 'no-wheel',
  about:
    'A pinned package has no wheel for the Python asked for: it would be compiled, for which the image has no compiler.',
  check: ({ detected: { backend } }) => {
    const python = backend?.pythonVersion?.value;
    if (python === undefined) return [];
    return (backend?.dependencies ?? []).flatMap(({ value: { name, version }, evidence }) => {
      const first = FIRST_WHEELS[name]?.[python];
      const plain = PLAIN_BEFORE[name];
      if (first === undefined || !isAllOlder(version, first)) return [];
      if (plain !== undefined && isAllOlder(version, plain)) return [];
      return [
        {
          severity: 'error' as const,
          message: `${name} ${version} has no wheel for Python ${python}; ${first} is the first that has.`,
          hint: `Raise ${name} to ${first}, or write an older Python into images.python. A compiler is what services.backend.systemPackages.build takes.`,
          evidence,
        },
      ];
    });
  },
});
