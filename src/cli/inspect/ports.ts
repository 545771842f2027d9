import { ENVIRONMENTS, type EnvironmentName } from '../../model/service.js';
import type { Stack } from '../../model/stack.js';
import type { Machine, PortUse } from '../../probe/probes.js';
import { nextFree } from '../../probe/ports.js';
import { styleFor, type Style } from '../../io/terminal.js';
import type { Call, Context } from '../command.js';
import type { flags } from '../commands/ports.js';
import { EXIT } from '../exit.js';
import { guarded, writeJson } from '../look.js';
import { machineOf, openProject } from './open.js';
import { published, publishedByOptions, type Published } from './published.js';
import { columns } from './table.js';

/** A port of the host that the stack publishes. Public in `--json`: keys are added, and never change their meaning. */
export interface PortRow extends Published {
  readonly environment: EnvironmentName;
  /** `own`: a container of this very stack has it. */
  readonly state: 'free' | 'own' | 'taken';
  /** Who has it. */
  readonly by?: string;
  /** The next one that is free; where it is taken. */
  readonly next?: number;
}

function stateOf(use: PortUse | undefined, project: string): PortRow['state'] {
  if (!use) return 'free';
  return use.container?.project === project ? 'own' : 'taken';
}

/** Every published port, with who has it now. */
export async function portRows(
  stack: Stack,
  dir: string,
  { port: probe }: Pick<Machine, 'port'>,
  environments: readonly EnvironmentName[] = ENVIRONMENTS,
): Promise<readonly PortRow[]> {
  const rows: PortRow[] = [];
  for (const name of environments) {
    const environment = stack.environments[name];
    const all = published(stack, name, dir);
    const ours = new Set([...all, ...publishedByOptions(stack, name)].map(({ port }) => port));
    for (const one of all) {
      const use = await probe(one.port);
      const state = stateOf(use, environment.project);
      const next = state === 'taken' ? await nextFree(one.port, probe, ours) : undefined;
      rows.push({
        environment: name,
        ...one,
        state,
        ...(use && { by: use.by }),
        ...(next !== undefined && { next }),
      });
    }
  }
  return rows;
}

/** What beside the port itself is worth a word. */
function remark({ option, expected }: PortRow, style: Style): string {
  if (option === undefined) return style.dim(' (in the file alone, by no option)');
  return expected === undefined ? '' : style.yellow(` (the options say ${expected})`);
}

function words({ state, by = '', next }: PortRow, style: Style): string {
  if (state === 'free') return style.green('free');
  if (state === 'own') return style.green(`this stack: ${by}`);
  return `${style.red(by)}${next === undefined ? '' : `; next free: ${next}`}`;
}

function tell(rows: readonly PortRow[], stack: Stack, style: Style): string {
  const sections = ENVIRONMENTS.map((name) => {
    const here = rows.filter(({ environment }) => environment === name);
    const title = `${style.bold(name)} (project ${stack.environments[name].project})\n`;
    if (here.length === 0) return `${title}  publishes nothing\n`;
    const cells = here.map((row) => [
      row.service,
      String(row.port),
      `${row.address} → ${row.containerPort}`,
      words(row, style) + remark(row, style),
    ]);
    return title + columns(cells, [1]);
  });
  const taken = rows.filter(({ state }) => state === 'taken');
  const ways = taken.flatMap(({ option, next }) =>
    next === undefined || option === undefined ? [] : [`  npx lge-stack set ${option}=${next}\n`],
  );
  return `${sections.join('\n')}${ways.length > 0 ? `\nTo take the next one that is free:\n${ways.join('')}` : ''}`;
}

/** Shows which ports the stack publishes, and who has them now. */
export function ports({ flags: said }: Call<typeof flags>, context: Context): Promise<number> {
  return guarded(context, async () => {
    const { stack } = await openProject(context);
    const rows = await portRows(stack, context.dir, await machineOf(context));
    if (said.json) writeJson(context, rows);
    else context.output.write(tell(rows, stack, styleFor(context.output, context.env)));
    return said['exit-code'] && rows.some(({ state }) => state === 'taken') ? EXIT.drift : EXIT.ok;
  });
}
