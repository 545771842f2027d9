import type { Finding } from '../finding.js';
import { COMPOSE_RULES } from './compose.js';
import { DATA_RULES } from './data.js';
import { EXPOSURE_RULES } from './exposure.js';
import { HEALTH_RULES } from './health.js';
import { IMAGE_RULES } from './images.js';
import { NGINX_RULES } from './nginx.js';
import { OPERATION_RULES } from './operation.js';
import type { OldFiles, OldRule } from './rule.js';
import { SECRET_RULES } from './secrets.js';

/** In the order of reports: what is open to others first. */
export const oldRules: readonly OldRule[] = [
  ...SECRET_RULES,
  ...EXPOSURE_RULES,
  ...DATA_RULES,
  ...COMPOSE_RULES,
  ...HEALTH_RULES,
  ...IMAGE_RULES,
  ...NGINX_RULES,
  ...OPERATION_RULES,
];

/** What old files do badly, each once: what both environments have in one line is one finding. */
export function findingsIn(files: OldFiles): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const { code, defect, severity, check } of oldRules)
    for (const one of check(files)) {
      const key = `${code} ${one.evidence.file}:${one.evidence.line} ${one.message}`;
      if (!found.has(key)) found.set(key, { code, severity, ...one, ...(defect !== undefined && { defect }) });
    }
  return [...found.values()];
}
