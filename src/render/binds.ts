import type { Bind } from '../model/container.js';

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether an engine of several hosts can keep its content: read only, and either one file or a folder whose files are known. */
export function isKept({ source, readOnly, secrets }: Bind): boolean {
  return readOnly && (secrets !== undefined || baseName(source).includes('.'));
}
