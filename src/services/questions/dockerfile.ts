/** So called that editors and linters know it, and that no build context holds it. */
export const DOCKERFILE = {
  kind: 'text',
  message: 'Name of its Dockerfile; with .dev behind it that of development',
  default: 'Dockerfile',
  pattern: /^Dockerfile(\.(?!dockerignore$|dev$)[a-z0-9]+(-[a-z0-9]+)*)?$/,
  must: 'Dockerfile, or a name such as Dockerfile.stack',
} as const;
