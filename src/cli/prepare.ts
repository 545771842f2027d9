import { basename } from 'node:path';
import type { Known } from '../detect/detected.js';
import { isObject } from '../stack/answer.js';
import type { Prepared } from './wizard/screen.js';

/** Folders of the applications that options name, in the shape of lge.stack.json. */
export function knownFolders(options: unknown): Known {
  const folders = isObject(options) && isObject(options.folders) ? options.folders : {};
  const { backend, frontend } = folders;
  return { ...(typeof backend === 'string' && { backend }), ...(typeof frontend === 'string' && { frontend }) };
}

/**
 * What a folder that has files says of itself, and which options fit it. Reads, runs nothing of theirs, and changes nothing.
 *
 * @param known Folders of the back end and the front end, as far as somebody has said them.
 * @param isTheirs Which files are looked at. Default: all of them.
 */
export async function prepare(
  dir: string,
  known: Known = {},
  isTheirs: (path: string) => boolean = () => true,
): Promise<Prepared> {
  // Parsers are loaded only where there is something to parse.
  const [{ readRepository }, { detect }, { importCompose }, { adopt }, { hasOwnServer }] = await Promise.all([
    import('../io/repository.js'),
    import('../detect/detect.js'),
    import('../adopt/compose/import.js'),
    import('../adopt/adopt.js'),
    import('../adopt/breaks/application.js'),
  ]);
  const all = readRepository(dir);
  const files = all.files.filter(isTheirs);
  const looked = new Set(files);
  const repository = { files, read: (path: string) => (looked.has(path) ? all.read(path) : undefined) };
  const detected = detect(repository, known);
  const imported = importCompose(repository, {
    folderName: basename(dir),
    ...(detected.backend && { backendFolder: detected.backend.folder.value }),
    ...(detected.frontend && !hasOwnServer(detected.frontend) && { frontendFolder: detected.frontend.folder.value }),
  });
  return { detected, ...adopt({ repository, detected, imported }) };
}
