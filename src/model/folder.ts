/** The project's own folder. */
export const ROOT = '.';

/** A path in a folder of the project: `below('api', 'Dockerfile')` is `api/Dockerfile`, and in the root `Dockerfile`. */
export function below(folder: string, path: string): string {
  return folder === ROOT ? path : `${folder}/${path}`;
}

/** As Compose writes a path of the project: `./api`, and the root itself as `./`, which no reader takes for a number. */
export function dotted(path: string): string {
  return path === ROOT ? './' : `./${path}`;
}

/** As people are shown a folder: `api/`. */
export function shown(folder: string): string {
  return folder === ROOT ? './' : `${folder}/`;
}

/** What lies in the root of a project beside its applications: nothing that an image which is built there holds. */
export function besideApplications({
  composeFiles,
  folders: { backups, certificates },
}: {
  readonly composeFiles: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<'backups' | 'certificates', string>>;
}): readonly string[] {
  const files = ['.lge', '.projen', '.projenrc.ts', 'lge.stack.json', ...Object.values(composeFiles)];
  return [...files, backups, certificates];
}
