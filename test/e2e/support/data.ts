import { run } from './shell.js';
import type { RunningStack } from './stack.js';

type Data = Pick<RunningStack, 'project' | 'environment'>;

/** What psql prints of a statement, without headers and padding. */
export async function sql({ project, environment }: Data, statement: string): Promise<string> {
  const shell = 'psql -XAtq -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB"';
  return (
    await project.compose(environment, ['exec', '-T', 'postgres', 'sh', '-c', shell], { input: statement })
  ).trim();
}

export async function redisCli({ project, environment }: Data, ...args: readonly string[]): Promise<string> {
  return (await project.compose(environment, ['exec', '-T', 'redis', 'redis-cli', ...args])).trim();
}

/** Runs Python in a container of the backend's image. */
export async function python({ project, environment }: Data, service: string, program: string): Promise<string> {
  return (await project.compose(environment, ['exec', '-T', service, 'python', '-'], { input: program })).trim();
}

/** What tables, views, indexes and constraints there are, as statements. A restore makes public anew, without its usual comment. */
async function schema({ project, environment }: Data): Promise<string> {
  const shell = 'pg_dump --schema-only --no-owner --no-comments -U "$POSTGRES_USER" -d "$POSTGRES_DB"';
  const text = await project.compose(environment, ['exec', '-T', 'postgres', 'sh', '-c', shell]);
  // A key that is another one in each dump.
  return text.replaceAll(/^\\(?:un)?restrict .*\n/gm, '');
}

/** The schema and all that is in the database, row for row: one line for each table and sequence. */
export async function fingerprint(stack: Data): Promise<string> {
  const tables = await sql(
    stack,
    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  const sums = tables
    .split('\n')
    .map(
      (table) =>
        `SELECT '${table}', count(*), md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM ${table} t;`,
    );
  const sequences = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1;";
  return `${await schema(stack)}${await sql(stack, [...sums, sequences].join('\n'))}`;
}

/** Sends a signal to a process of this machine, as Docker does not: what it kills itself, it does not start again. */
export async function kill(pid: number): Promise<void> {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];
  await run([...asRoot, 'kill', '-KILL', String(pid)]);
}
