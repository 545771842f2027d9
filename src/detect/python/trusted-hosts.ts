import { evidenceOf, find } from '../code.js';
import type { Fact } from '../fact.js';
import { evaluate } from './constant.js';
import { qualified, shortName, type Sources } from './sources.js';
import { callOf } from './syntax.js';

/** What TrustedHostMiddleware lets in; nothing, and guessed, where that is decided as the application runs. */
export function trustedHosts(
  sources: Sources,
  paths: readonly string[],
  folder: string,
): Fact<readonly string[]> | undefined {
  for (const path of paths.filter((one) => sources.mentions(one, 'TrustedHostMiddleware'))) {
    const module = sources.module(path);
    if (!module) continue;
    const scope = { sources, module, folder };
    for (const code of find(module.code, 'CallExpression')) {
      const { callee, positional, named } = callOf(code)!;
      const added = positional.some((one) => qualified(module, one)?.endsWith('TrustedHostMiddleware'));
      if (!added && shortName(module, callee) !== 'TrustedHostMiddleware') continue;
      const given = named.get('allowed_hosts');
      const value = given && evaluate(scope, given);
      const hosts = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;
      const evidence = evidenceOf(given ?? code);
      if (hosts && hosts.length > 0)
        return { value: hosts, sure: given?.node.name === 'ArrayExpression' ? 'certain' : 'likely', evidence };
      // Without a list everything is let in.
      return given ? { value: [], sure: 'guessed', evidence } : undefined;
    }
  }
  return undefined;
}
