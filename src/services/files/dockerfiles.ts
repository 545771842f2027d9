import type { ServiceFile } from '../../model/files.js';
import { below } from '../../model/folder.js';

interface Named {
  readonly part: 'backend' | 'frontend';
  readonly folder: string;
  /** Of production. */
  readonly dockerfile: string;
  readonly view: Readonly<Record<string, unknown>>;
}

/** Name of development's Dockerfile beside that of production. */
export const forDevelopment = (dockerfile: string): string => `${dockerfile}.dev`;

/**
 * What leaves files out of a build context. Beside a Dockerfile of another name each has its own: `.dockerignore` is
 * then somebody else's, and BuildKit reads `NAME.dockerignore` in place of it.
 */
function ignoreFiles(dockerfile: string): readonly string[] {
  if (dockerfile === 'Dockerfile') return ['.dockerignore'];
  return [dockerfile, forDevelopment(dockerfile)].map((name) => `${name}.dockerignore`);
}

/** The Dockerfiles of a part, and what they leave out. */
export function dockerfiles({ part, folder, dockerfile, view }: Named): readonly ServiceFile[] {
  const file = (template: string, name: string): ServiceFile => ({
    template: `${part}/${template}`,
    path: below(folder, name),
    owner: 'merged',
    view,
  });
  return [
    file('Dockerfile', dockerfile),
    file('Dockerfile.dev', forDevelopment(dockerfile)),
    ...ignoreFiles(dockerfile).map((name) => file('dockerignore', name)),
  ];
}
