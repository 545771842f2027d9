import { styleFor, type Style } from '../../io/terminal.js';
import type { Call, Context } from '../command.js';
import type { flags } from '../commands/doctor.js';
import { EXIT } from '../exit.js';
import { machineOf, openProject } from '../inspect/open.js';
import { guarded, look as planned, writeJson } from '../look.js';
import type { Finding, State } from './finding.js';
import { machineChecks } from './machine.js';
import type { Patient } from './patient.js';
import { projectChecks } from './project.js';

const checks = [...machineChecks, ...projectChecks];

function mark(state: State, { green, dim, yellow, red }: Style): string {
  const marks = { ok: green('✓'), note: dim('·'), warning: yellow('!'), problem: red('✗') };
  return marks[state];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function summary(findings: readonly Finding[]): string {
  const count = (state: State): number => findings.filter((one) => one.state === state).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  const parts = [
    ...(problems > 0 ? [counted(problems, 'problem')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  return parts.length === 0 ? 'Nothing is wrong.' : `${parts.join(', ')}.`;
}

function describe(findings: readonly Finding[], style: Style): string {
  const lines = findings.map(
    ({ state, message, hint }) => `${mark(state, style)} ${message}\n${hint === undefined ? '' : `  ${hint}\n`}`,
  );
  return `${lines.join('')}${summary(findings)}\n`;
}

/** Looks at machine and project, and says of each thing that is wrong how it is mended. Changes nothing. */
export function doctor({ flags: { json, production } }: Call<typeof flags>, context: Context): Promise<number> {
  return guarded(context, async () => {
    const opened = await openProject(context);
    const machine = await machineOf(context);
    let plans: ReturnType<Patient['plans']> | undefined;
    const patient: Patient = {
      context,
      opened,
      machine,
      docker: await machine.docker(),
      production: production === true,
      plans: () => (plans ??= planned({ dir: context.dir, errors: { write: () => undefined } })),
    };
    const all = await Promise.all(
      checks.map(async ({ name, look }) => (await look(patient)).map((found): Finding => ({ check: name, ...found }))),
    );
    const findings = all.flat();
    const code = findings.some(({ state }) => state === 'problem') ? EXIT.drift : EXIT.ok;
    if (json) writeJson(context, { code, findings });
    else context.output.write(describe(findings, styleFor(context.output, context.env)));
    return code;
  });
}
