export type Severity = 'error' | 'warning';

/** A mistake in the options, as data: all are collected, none is thrown. */
export interface Diagnostic {
  /** Stable, in kebab case; documented in docs/diagnostics.md. */
  readonly code: string;
  readonly severity: Severity;
  /** Where in lge.stack.json, outermost key first; empty for the file as a whole. */
  readonly path: readonly string[];
  readonly message: string;
  /** The way out. */
  readonly hint: string;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
