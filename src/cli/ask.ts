import type { Readable, Writable } from 'node:stream';
import * as clack from '@clack/prompts';
import type { Catalog } from '../model/service.js';
import { nameQuestion, stackFields } from '../stack/questions.js';
import { Cancelled } from './cancelled.js';
import type { Json } from './options.js';

export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

function given<T>(answer: T | symbol): Exclude<T, symbol> {
  if (typeof answer === 'symbol') throw new Cancelled();
  return answer as Exclude<T, symbol>;
}

async function askName(terminal: Terminal): Promise<string> {
  const validate = (value: string | undefined): string | undefined =>
    nameQuestion.pattern.test(value ?? '') ? undefined : `It must be ${nameQuestion.must}.`;
  return given(
    await clack.text({
      ...terminal,
      message: `${nameQuestion.message}, which is its folder too`,
      placeholder: 'shop',
      validate,
    }),
  );
}

/** What was picked, and what that cannot do without. */
function withNeeds(picked: readonly string[], catalog: Catalog): ReadonlySet<string> {
  const all = new Set(picked);
  for (const id of all)
    for (const need of catalog.find((one) => one.id === id)?.needs ?? []) if (!need.optional) all.add(need.service);
  return all;
}

async function askServices(terminal: Terminal, catalog: Catalog): Promise<Json> {
  const options = catalog.map(({ id, title, summary }) => ({ value: id, label: title, hint: summary }));
  const picked = given(
    await clack.multiselect({ ...terminal, message: 'Services', options, initialValues: catalog.map(({ id }) => id) }),
  );
  const all = withNeeds(picked, catalog);
  for (const id of all)
    if (!picked.includes(id)) clack.log.info(`${id} added: ${whyNeeded(id, all, catalog)}.`, terminal);
  return Object.fromEntries(catalog.filter(({ id }) => !all.has(id)).map(({ id }) => [id, false]));
}

function whyNeeded(id: string, all: ReadonlySet<string>, catalog: Catalog): string {
  for (const one of catalog) {
    const need = all.has(one.id) && one.needs.find(({ service, optional }) => service === id && !optional);
    if (need) return `${one.id} needs it: ${need.because ?? 'it cannot run without it'}`;
  }
  return 'it is needed';
}

async function askManager(terminal: Terminal, field: 'python' | 'node'): Promise<Json> {
  const group = stackFields[field];
  const question = group?.kind === 'group' ? group.fields.packageManager : undefined;
  if (question?.kind !== 'select') return {};
  const packageManager = given(
    await clack.select({
      ...terminal,
      message: question.message,
      options: question.options.map((value) => ({ value, label: value })),
      initialValue: question.default,
    }),
  );
  return { [field]: { packageManager } };
}

async function askPort(terminal: Terminal, message: string, preset: number): Promise<number> {
  const validate = (value: string | undefined): string | undefined => {
    // An empty answer is the default, of which this hears nothing.
    const port = value === undefined || value === '' ? preset : Number(value);
    return Number.isInteger(port) && port > 0 && port < 65_536 ? undefined : 'Use a whole number from 1 to 65535.';
  };
  const text = given(
    await clack.text({ ...terminal, message, placeholder: String(preset), defaultValue: String(preset), validate }),
  );
  return Number(text);
}

/** Asks for what no flag has said. Nothing is written meanwhile. */
export async function ask(
  terminal: Terminal,
  folder: string | undefined,
  said: Json,
  catalog: Catalog,
): Promise<{ readonly folder: string; readonly options: Json }> {
  clack.intro('create-lge-stack', terminal);
  const where = folder ?? (await askName(terminal));
  let options: Json = {};
  if (said.services === undefined) options = { services: await askServices(terminal, catalog) };
  const left = (options.services ?? said.services ?? {}) as Json;
  if (left.backend !== false && said.python === undefined)
    options = { ...options, ...(await askManager(terminal, 'python')) };
  if (left.frontend !== false && said.node === undefined)
    options = { ...options, ...(await askManager(terminal, 'node')) };
  if (left.frontend !== false && said.services === undefined) {
    const devPort = await askPort(terminal, 'Port in development', 80);
    const port = await askPort(terminal, 'HTTP port of the production host', 80);
    options = { ...options, services: { ...left, frontend: { devPort, port } } };
    if (said.tls === undefined)
      options = {
        ...options,
        tls: given(
          await clack.confirm({
            ...terminal,
            message: 'Serve HTTPS, with a certificate in nginx/ssl?',
            initialValue: false,
          }),
        ),
      };
  }
  return { folder: where, options };
}

export async function confirmCreate(terminal: Terminal, question: string): Promise<void> {
  if (!given(await clack.confirm({ ...terminal, message: question }))) throw new Cancelled();
}
