import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../generated/version.js';
import { catalog as ours, presets as ourPresets, targets } from '../index.js';
import { readJson } from '../stack/json.js';
import { layer, parseOptions, type ParsedOptions } from '../stack/parse.js';
import { resolveStack } from '../stack/resolve.js';
import { loadOver, withSelf, type CodeContext } from './load.js';
import { OPTIONS_FILE } from './paths.js';
import type { Source } from './session.js';

export function sourceOf(dir: string, over: Source['over'], context: CodeContext = {}): Source {
  const catalog = context.catalog ?? ours;
  const full = withSelf(dir, context);
  const parse = (text: string): ParsedOptions | undefined => {
    const read = readJson(text);
    return 'json' in read ? parseOptions(layer(read.json, over), catalog, ourPresets).options : undefined;
  };
  return {
    catalog,
    over,
    load: (text, presets) => loadOver(text, over, { ...full, ...(presets && { presets }) }),
    parse,
    draft: (text) => {
      const options = parse(text);
      return options && resolveStack(options, { catalog, targets, version });
    },
  };
}

/** The text of the options, or `undefined` where there is no such file. */
export function optionsText(dir: string): string | undefined {
  try {
    return readFileSync(join(dir, OPTIONS_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
