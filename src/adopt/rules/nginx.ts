import type { Repository } from '../../detect/repository.js';
import type { Found, OldFiles, OldRule } from './rule.js';

export function nginxIn(repository: Repository): OldFiles['nginx'] {
  return repository.files.flatMap((path) => {
    const named = /(?:nginx|default|site|conf\.d\/)[\w./-]*\.conf(?:\.template)?$|nginx\.conf/.test(path);
    const text = named ? repository.read(path) : undefined;
    return text !== undefined && /\b(?:server|http|location|upstream)\b[^\n]*\{/.test(text) ? [{ path, text }] : [];
  });
}

/** The lines of files that match, comments apart. */
function lines(
  { nginx }: Pick<OldFiles, 'nginx'>,
  pattern: RegExp,
  say: (line: string) => Omit<Found, 'evidence'>,
  unless?: RegExp,
): readonly Found[] {
  return nginx.flatMap(({ path, text }) =>
    unless?.test(text)
      ? []
      : text
          .split('\n')
          .flatMap((line, index) =>
            pattern.test(line.replace(/#.*$/, ''))
              ? [{ ...say(line.trim()), evidence: { file: path, line: index + 1 } }]
              : [],
          ),
  );
}

/** What configurations of nginx do badly. */
export const NGINX_RULES: readonly OldRule[] = [
  {
    code: 'addresses-kept',
    defect: 'D21',
    severity: 'warning',
    about:
      'nginx keeps the addresses that it found when it started: after a deployment it asks containers that are gone.',
    check: (files) =>
      lines(
        files,
        /^\s*proxy_pass\s+https?:\/\/(?!127\.|localhost)[a-z][\w-]*(?::\d+)?/,
        (line) => ({
          message: `${line} is looked up once.`,
          hint: 'resolver 127.0.0.11, and a variable in proxy_pass.',
        }),
        /^\s*resolver\s/m,
      ),
  },
  {
    code: 'tls-not-listening',
    defect: 'D20',
    severity: 'error',
    about: 'Port 443 is published, and nothing listens there.',
    check: ({ production, nginx }) =>
      nginx.length === 0 || nginx.some(({ text }) => /listen\s[^;]*\b(?:443|8443)\b/.test(text))
        ? []
        : production
            .filter(({ role, ports }) => role === 'frontend' && ports.includes(443))
            .map(({ name, node: { place } }) => ({
              message: `${name} publishes 443, and no server of nginx listens.`,
              hint: 'Publish it with TLS only: the option tls.',
              evidence: { file: place.file, line: place.line },
            })),
  },
  {
    code: 'headers-not-inherited',
    severity: 'warning',
    about: 'A location with add_header of its own has none of those around it.',
    check: ({ nginx }) =>
      nginx.flatMap(({ path, text }) => {
        const outside = /^\s*(?:server|http)\s*\{(?:[^{}]|\{[^{}]*\})*?\n\s*add_header/.test(text);
        const inside = /location[^{]*\{[^}]*\n\s*add_header/.exec(text);
        if (!outside || !inside) return [];
        const line = text.slice(0, inside.index).split('\n').length;
        return [
          {
            message: 'Its headers of security are missing here.',
            hint: 'Include them in the location as well.',
            evidence: { file: path, line },
          },
        ];
      }),
  },
  {
    code: 'version-shown',
    severity: 'warning',
    about: 'server_tokens tells everyone which faults of nginx to try.',
    check: (files) =>
      lines(files, /^\s*server_tokens\s+on/, () => ({
        message: 'nginx tells its version.',
        hint: 'server_tokens off;',
      })),
  },
];
