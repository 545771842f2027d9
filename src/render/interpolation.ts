import type { EnvironmentName } from '../model/service.js';
import type { Variable } from '../model/variable.js';

/** Compose replaces what follows a `$`; a doubled one is a dollar. */
export function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** How Compose reads a variable of .env: with its default in development, in production with a refusal in these words. */
export function reference(
  { name, development, production, productionOnly }: Variable,
  environment: EnvironmentName,
  refusal = 'run init-env.sh production',
): string {
  if (environment === 'development') return productionOnly ? literal(development) : `\${${name}:-${development}}`;
  if (production.kind === 'required') return `\${${name}:?${refusal}}`;
  return `\${${name}:-${production.kind === 'optional' ? production.fallback : production.example}}`;
}
