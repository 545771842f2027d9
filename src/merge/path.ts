const reserved: ReadonlySet<string> = new Set(['.git', '.lge', 'node_modules']);

/** Whether a path stays in the project, as far as its text tells, and clear of what belongs to git, npm and the state. */
export function isProjectPath(path: string): boolean {
  const segments = path.split('/');
  if (path.includes('\\') || path.includes('\0') || /^[a-z]:/i.test(path)) return false;
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return false;
  return !segments.some((segment) => segment.toLowerCase() === '.git') && !reserved.has(segments[0] ?? '');
}
