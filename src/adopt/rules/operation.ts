import type { Found, OldRule } from './rule.js';

/** Files that people run, or that run for them. */
const SCRIPTS =
  /(?:^|\/)(?:Makefile|justfile|Taskfile\.ya?ml|[\w.-]+\.sh|package\.json|\.gitlab-ci\.yml)$|^\.github\/workflows\/[\w.-]+\.ya?ml$/;

function linesOf(text: string, file: string, pattern: RegExp, say: Omit<Found, 'evidence'>): readonly Found[] {
  const index = text.split('\n').findIndex((line) => pattern.test(line) && !/^\s*#/.test(line));
  return index < 0 ? [] : [{ ...say, evidence: { file, line: index + 1 } }];
}

/** What scripts ask of programs that are no more. */
export const OPERATION_RULES: readonly OldRule[] = [
  {
    code: 'old-command',
    defect: 'D38',
    severity: 'warning',
    about: 'docker-compose and docker scan get no more fixes, and newer hosts have neither.',
    check: ({ repository }) =>
      repository.files
        .filter((path) => SCRIPTS.test(path))
        .flatMap((path) =>
          linesOf(
            repository.read(path) ?? '',
            path,
            /\bdocker-compose (?:-|up|down|build|run|exec|logs|ps|pull|restart)|\bdocker scan\b/,
            {
              message: 'It calls a command of the past.',
              hint: 'docker compose, and docker scout.',
            },
          ),
        ),
  },
];
