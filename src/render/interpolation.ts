import type { EnvironmentName } from '../model/service.js';
import type { Variable } from '../model/variable.js';

/** Compose replaces what follows a `$`; a doubled one is a dollar. */
export function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** How Compose reads a variable of .env: with its default in development, with a refusal in production. */
export function reference(variable: Variable, environment: EnvironmentName): string {
  const { name, development, production, productionOnly } = variable;
  if (environment === 'development') return productionOnly ? literal(development) : `\${${name}:-${development}}`;
  if (production.kind === 'required') return `\${${name}:?run init-env.sh production}`;
  return `\${${name}:-${production.kind === 'optional' ? production.fallback : production.example}}`;
}
