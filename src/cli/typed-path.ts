/** A path as it is typed, or what is wrong with it. */
export type TypedPath = { readonly path: string } | { readonly mistake: string };

/**
 * A folder or a file that somebody typed, with slashes as every system reads them. Of Windows, a path with a drive means
 * nothing elsewhere: there it would be one more name with a colon.
 */
export function typedPath(typed: string, platform: NodeJS.Platform): TypedPath {
  if (platform !== 'win32' && /^(?:[a-z]:[\\/]|\\\\)/i.test(typed))
    return { mistake: `${typed} is a path of Windows, and this is none: write it as this system has it.` };
  return { path: typed.replaceAll('\\', '/') };
}
