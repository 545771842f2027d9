// What holds for every target, whichever engine it is.
import { describe, expect, it } from 'vitest';
import { catalog, loadOptions, presets, renderStack, targets, type Stack } from '../../src/index.js';
import { allRules } from '../../src/stack/check.js';
import { stackQuestions } from '../../src/model/stack-questions.js';
import { goldenCase, goldenNames } from '../support/golden.js';

const HOST = { cpus: 1024, memory: '1024G' };

function stackOn(target: string, options: object): Stack {
  const { stack, diagnostics } = loadOptions({ ...options, target });
  if (!stack) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return stack;
}

const KUBERNETES: readonly RegExp[] = [/kubectl|[Kk]ubernetes|[Kk]ustomize|\bpods?\b|StatefulSet/];

/** What a document says of one engine alone, by targets on which it must not be said. */
const FOREIGN: Readonly<Record<string, readonly RegExp[]>> = {
  compose: [/docker (stack|service|swarm)/, /with-secrets|deploy-swarm/, /overlay/, ...KUBERNETES],
  swarm: [
    /docker-compose\.prod\.yml (up|exec|logs|ps|down|config|pull)/,
    /scripts\/(rollout|restart-unhealthy)\.sh/,
    /memswap_limit|security_opt|unless-stopped|no swap/,
    /-production[_`]|bind mount|\| bridge/i,
    /twice for about a minute|Environment variable, `\.env`/,
    ...KUBERNETES,
  ],
  kubernetes: [
    /docker-compose\.prod\.yml (up|exec|logs|ps|down|config|pull)/,
    /docker (stack|service|swarm|kill)|with-secrets|deploy-swarm|[Ss]warm|docker-stack/,
    /scripts\/(rollout|restart-unhealthy)\.sh/,
    /memswap_limit|security_opt|cap_drop|read_only|unless-stopped|no swap|stop_grace|max-size/,
    /-production[_`]|bind mount|\| (bridge|overlay)|named volume|ufw|Docker's choice/i,
    /twice for about a minute|Environment variable, `\.env`|takes Docker Engine 25/,
  ],
};

/** Golden cases of which a target refuses something, with the gaps that say so. */
const REFUSED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  swarm: { foreign: ['swarm-secret-in-value'] },
  kubernetes: { foreign: ['kubernetes-shared-volume', 'kubernetes-existing-volume'] },
};
const casesOn = (target: string): readonly string[] => goldenNames().filter((name) => !REFUSED[target]?.[name]);

it.each(Object.entries(REFUSED))('what %s refuses is told, and nothing else of it is an error', (target, cases) => {
  for (const [name, codes] of Object.entries(cases)) {
    const { diagnostics } = loadOptions({ ...goldenCase(name).options, target });
    expect(new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code))).toEqual(
      new Set(codes),
    );
  }
});

const own = (stack: Stack): ReadonlySet<string> => new Set(stack.target.render(stack).map(({ path }) => path));

it('can be asked for, and the first one is the default', () => {
  const { options, default: usual } = stackQuestions.target;
  expect([...options]).toEqual(targets.map(({ id }) => id));
  expect(usual).toBe(targets[0]!.id);
});

it('is named in no definition', () => {
  const said = JSON.stringify(catalog, (_, value: unknown) => (typeof value === 'function' ? String(value) : value));
  for (const { id } of targets.slice(1)) expect(said.toLowerCase()).not.toContain(id);
});

describe.each(targets.map((target) => [target.id, target] as const))('%s', (id, target) => {
  it('has a name, a line about it, and gaps with codes that begin with it', () => {
    for (const text of [target.title, target.summary]) expect(text).toMatch(/^\S[^\n]*\S$/);
    for (const { code, about } of target.gaps) {
      expect(code).toMatch(new RegExp(`^${id}-[a-z-]+$`));
      expect(about).toMatch(/^[A-Z][^\n]+\.$/);
    }
    expect(allRules(catalog, targets).filter(({ code }) => code.startsWith(`${id}-`))).toEqual(target.gaps);
  });

  it.each(presets.map((preset) => preset.id))('stands with the preset %s, and says no more than warnings', (preset) => {
    const { stack, diagnostics } = loadOptions({ name: 'shop', preset, target: id });
    expect(stack).toBeDefined();
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each(casesOn(id))('renders %s, with the files of every stack among them', (name) => {
    const stack = stackOn(id, goldenCase(name).options);
    const paths = renderStack(stack).map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    const shared = renderStack(stackOn('compose', goldenCase(name).options)).map(({ path }) => path);
    expect(paths.filter((path) => !own(stack).has(path))).toEqual(shared);
  });

  it.each(catalog.map((definition) => definition.id))('runs %s, or has said that it does not', (service) => {
    const stack = stackOn(id, { name: 'shop', host: { production: HOST, development: HOST } });
    if (!stack.environments.production.containers.some((container) => container.id === service)) return;
    const files = target.id === 'compose' ? renderStack(stack) : target.render(stack);
    const said = target.gaps.flatMap(({ check }) => check(stack)).some(({ path }) => path.at(-1) === service);
    const named = files.some(
      ({ path, content }) =>
        /\.ya?ml$/.test(path) && [`\n  ${service}:\n`, `\n  name: ${service}\n`].some((key) => content.includes(key)),
    );
    expect(named || said).toBe(true);
  });

  it('never counts less than what runs', () => {
    const stack = stackOn(id, { name: 'shop' });
    expect(target.nodes(stack.options)).toBeGreaterThanOrEqual(1);
    for (const container of stack.environments.production.containers)
      expect(target.surge(container, stack)).toBeGreaterThanOrEqual(0);
  });

  it.each(casesOn(id))('is spoken of as what production runs on, in the documents of %s', (name) => {
    const stack = stackOn(id, goldenCase(name).options);
    const files = renderStack(stack).filter(({ path }) => /^(README|docs\/.*)\.md$/.test(path));
    const text = files.map(({ content }) => content).join('\n');
    // The section of the target itself names the others, and what of theirs is not for it.
    const others = text.replace(new RegExp(`^## ${target.docs(stack).title}\n[\\s\\S]*?(?=^## )`, 'm'), '');
    const lines = others.split('\n').filter((line) => FOREIGN[id]!.some((foreign) => foreign.test(line)));
    expect(lines).toEqual([]);
  });

  it('has its section in the documents, with every gap of the stack', () => {
    const stack = stackOn(id, { name: 'shop' });
    const { title } = target.docs(stack);
    const document = renderStack(stack).find(({ path }) => path === 'docs/docker-architecture.md')!.content;
    expect(document).toContain(`\n## ${title}\n`);
    for (const { code, check } of target.gaps)
      if (check(stack).length > 0) expect(document, code).toContain(`\`${code}\``);
  });
});
