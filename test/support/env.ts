export interface EnvLine {
  readonly name: string;
  readonly value: string;
  /** Commented out: Compose has the default. */
  readonly commented: boolean;
  readonly about: string;
  readonly section: string;
}

/** The variables of .env.example, each with its comment and its section. */
export function parseEnvExample(text: string): readonly EnvLine[] {
  const found: EnvLine[] = [];
  let comment: string[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    const variable = /^(# )?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
    if (variable) {
      const value = variable[3]!.replace(/^'(.*)'$/, '$1');
      found.push({
        name: variable[2]!,
        value,
        commented: variable[1] !== undefined,
        about: comment.join(' '),
        section,
      });
      comment = [];
    } else if (line === '') comment = [];
    else if (/^# -+$/.test(line)) section = comment.length > 0 ? comment.join(' ') : section;
    else comment.push(line.replace(/^# ?/, ''));
    if (/^# -+$/.test(line)) comment = [];
  }
  return found;
}

/** Every variable that a Compose file takes from outside: `$X`, `${X}`, `${X:-…}`, `${X:?…}`. */
export function interpolated(text: string): readonly string[] {
  const code = text.replaceAll(/^\s*#.*$/gm, '').replaceAll('$$', '');
  return [...new Set([...code.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => name!))].toSorted();
}
