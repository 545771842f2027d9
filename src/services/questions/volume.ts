/** The name of a volume as `docker volume ls` shows it. */
export const VOLUME = {
  kind: 'text',
  default: '',
  pattern: /^$|^[A-Za-z0-9][A-Za-z0-9_.-]+$/,
  must: 'the full name of a volume, such as shop_pgdata, or empty',
} as const;
