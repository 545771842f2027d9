import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Stop } from '../../project/stop.js';
import { codes, projectFindings, WAYS_OUT } from '../check.js';
import { lockFiles } from '../lock.js';
import { staleSeeds } from '../seeds.js';
import { env } from './env.js';
import type { Finding } from './finding.js';
import type { Check } from './patient.js';

type Found = Omit<Finding, 'check'>;

const options: Check = {
  name: 'options',
  look: ({ opened: { diagnostics } }) =>
    Promise.resolve(
      diagnostics.length === 0
        ? [{ state: 'ok', message: 'lge.stack.json has no mistake' }]
        : diagnostics.map(({ severity, path, message, hint }) => ({
            state: severity === 'error' ? 'problem' : 'warning',
            message: `${path.join('.') || 'lge.stack.json'}: ${message}`,
            hint,
          })),
    ),
};

const packages: Check = {
  name: 'packages',
  look: ({ context: { dir } }) => {
    try {
      createRequire(join(dir, 'package.json')).resolve('projen/package.json');
      return Promise.resolve([{ state: 'ok', message: 'projen is installed' }]);
    } catch {
      const message = 'projen is not installed, so `npx projen` would fetch some version of it.';
      return Promise.resolve([{ state: 'warning', message, hint: 'Run `npm install`.' }]);
    }
  },
};

const sync: Check = {
  name: 'sync',
  look: async ({ context: { dir }, opened: { diagnostics }, plans }) => {
    // The options are told already, and with a mistake in them nothing can be planned.
    if (diagnostics.some(({ severity }) => severity === 'error')) return [];
    try {
      const found = projectFindings(dir, await plans());
      const bad = new Set(codes(false).map(([kind]) => kind));
      const wrong = found.filter(({ kind }) => bad.has(kind));
      if (wrong.length === 0) return [{ state: 'ok', message: 'Every file is as options and template want it' }];
      return wrong.map(({ kind, path, message, hint = WAYS_OUT[kind] }): Found => ({
        state: 'problem',
        message: `${path === undefined ? '' : `${path}: `}${message}`,
        ...(hint !== undefined && { hint }),
      }));
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      const [message = '', hint] = error.message.trimEnd().split('\n  ');
      return [{ state: 'problem', message, ...(hint !== undefined && { hint }) }];
    }
  },
};

const locks: Check = {
  name: 'lock-files',
  look: ({ context: { dir }, opened: { stack } }) => {
    const all = lockFiles(stack).filter(({ folder }) => existsSync(join(dir, folder)));
    const missing = all.filter(({ path }) => !existsSync(join(dir, path)));
    const found: readonly Found[] = missing.map(({ path, byHand }) => ({
      state: 'problem',
      message: `${path} is missing: no image is built from packages that are not locked.`,
      hint: `Run ${byHand}, and commit it.`,
    }));
    if (found.length > 0 || all.length === 0) return Promise.resolve(found);
    return Promise.resolve([{ state: 'ok', message: `Lock files: ${all.map(({ path }) => path).join(', ')}` }]);
  },
};

/** Written once, and untouched since: whoever never edited them may have them anew. */
const seeds: Check = {
  name: 'written-once',
  look: async ({ opened: { diagnostics }, plans }) => {
    if (diagnostics.some(({ severity }) => severity === 'error')) return [];
    try {
      const stale = (await plans()).flatMap(staleSeeds).filter(({ edited }) => !edited);
      if (stale.length === 0) return [];
      const paths = stale.map(({ path }) => path);
      const message = `Written once, and since then options or the template have changed: ${paths.join(', ')}.`;
      return [{ state: 'note', message, hint: `\`npx lge-stack restore ${paths.join(' ')}\` writes them anew.` }];
    } catch (error) {
      // What keeps the project from being looked at is told by the check of the files.
      if (!(error instanceof Stop)) throw error;
      return [];
    }
  },
};

/** What is asked of the project. */
export const projectChecks: readonly Check[] = [options, packages, sync, seeds, locks, env];
