import { loadOptions, loadText, type Diagnostic, type LoadContext } from '../../src/index.js';

/** `code at path: message hint`, one a line; a warning says so. */
export function told(diagnostics: readonly Diagnostic[]): string {
  const lines = diagnostics.map(({ code, severity, path, message, hint }) => {
    const place = path.length > 0 ? ` at ${path.join('.')}` : '';
    return `${severity === 'warning' ? 'warning ' : ''}${code}${place}: ${message} ${hint}`;
  });
  return lines.join('\n');
}

export function mistakes(options: unknown, context?: LoadContext): string {
  return told(loadOptions(options, context).diagnostics);
}

/** With a name that is fine, so that nothing else is told. */
export function mistakesOf(options: object, context?: LoadContext): string {
  return mistakes({ name: 'shop', ...options }, context);
}

export function mistakesInText(text: string): string {
  return told(loadText(text).diagnostics);
}
