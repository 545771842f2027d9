import type { Preset } from '../model/preset.js';
import { hardened } from './hardened.js';
import { plan } from './plan.js';

export const presets: readonly Preset[] = [hardened, plan];
