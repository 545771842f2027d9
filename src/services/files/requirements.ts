import type { StackAnswers } from '../../model/stack-questions.js';

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

/** What of the folder an install by pip reads: a list may name others beside it. */
function sourceOf(file: string): string {
  if (folderOf(file) !== '') return folderOf(file);
  return /^requirements.*\.txt$/.test(file) ? 'requirements*.txt' : file;
}

/** Whether what is copied already holds a file. */
const holds = (sources: readonly string[], file: string): boolean =>
  sources.some((source) => source === sourceOf(file) || (source.endsWith('/') && file.startsWith(source)));

/** Lists by the folder that they are in: a COPY of several puts all of them into one. */
function byFolder(files: readonly string[]): readonly (readonly string[])[] {
  const folders = [...new Set(files.map(folderOf))];
  return folders.map((folder) => files.filter((file) => folderOf(file) === folder));
}

const copy = (sources: readonly string[]): string => {
  const [first = ''] = sources;
  return `${sources.join(' ')} ./${first.endsWith('/') ? first : folderOf(first)}`;
};

/** What the images copy before they install with pip, each list in its folder: one may name another by its path. */
export function requirementsView({
  packageManager,
  requirements,
  devRequirements,
  namedRequirements,
}: StackAnswers['python']) {
  const pip = packageManager === 'pip';
  const main = sourceOf(requirements);
  const named = namedRequirements.filter((file) => !holds([main], file));
  const dev = devRequirements === '' || holds([main], devRequirements) ? [] : [sourceOf(devRequirements)];
  return {
    pip,
    requirements,
    devRequirements,
    requirementsCopied: [[main], ...byFolder(named)].map(copy),
    devRequirementsCopied: dev.map((source) => copy([source])),
    requirementsKept: pip ? [...new Set([main, ...named, ...dev])] : [],
  };
}
