import type { Instruction } from './dockerfile.js';
import type { Found, OldFiles } from './rule.js';

export const copiesAll = ({ keyword, text }: Instruction): boolean =>
  (keyword === 'COPY' || keyword === 'ADD') && !text.includes('--from') && /^(?:--\S+ )*(?:\.|\.\/) /.test(text);

/** Releases of Node that get no more fixes; even ones alone were ever for production. */
const OLD_NODE = /^node:(?:[0-9]|1[0-9]|2[01])(?:\D|$)/;

const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');

/** Dockerfiles that copy everything, and have nothing that keeps secrets out. */
export function withoutIgnore({
  repository,
  dockerfiles,
  production: services,
  development,
}: OldFiles): readonly Found[] {
  return dockerfiles.flatMap((file) => {
    const service = [...services, ...development].find(({ dockerfile }) => dockerfile === file.path);
    const context = service?.context ?? folderOf(file.path);
    const inside = context === '.' || context === '' ? '' : `${context}/`;
    const there = [`${inside}.dockerignore`, `${file.path}.dockerignore`].some((path) =>
      repository.files.includes(path),
    );
    const copy = file.instructions.find(copiesAll);
    if (there || !copy) return [];
    const message = `${copy.keyword} ${copy.text} takes everything along: .env, .git, what is installed here.`;
    return [{ message, hint: `Write ${inside}.dockerignore.`, evidence: { file: file.path, line: copy.line } }];
  });
}

/** Base images that say no exact version. */
export function images({ dockerfiles }: OldFiles): readonly Found[] {
  return dockerfiles.flatMap((file) => {
    const stages = new Set(
      file.instructions.flatMap(({ keyword, text }) =>
        keyword === 'FROM' ? (/ as (\S+)$/i.exec(text)?.[1] ?? []) : [],
      ),
    );
    return file.instructions
      .filter(({ keyword }) => keyword === 'FROM')
      .flatMap(({ text, line }): readonly Found[] => {
        const image = text.split(' ').find((word) => !word.startsWith('--')) ?? '';
        const evidence = { file: file.path, line };
        if (stages.has(image) || image === 'scratch' || image.includes('$')) return [];
        if (OLD_NODE.test(image))
          return [{ message: `${image} is past its end.`, hint: 'Take a Node that gets fixes.', evidence }];
        if (/:latest$/.test(image) || !/[:@]/.test(image))
          return [{ message: `${image} says no version.`, hint: 'Write the version, to the patch.', evidence }];
        return /:\d+(?:-|$)/.test(image)
          ? [
              {
                message: `${image} says no more than its major version.`,
                hint: 'Write the version, to the patch.',
                evidence,
              },
            ]
          : [];
      });
  });
}
