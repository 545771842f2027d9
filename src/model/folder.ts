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
