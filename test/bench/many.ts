// Resolves and renders 50, 100, 200 and 400 services of somebody else; prints milliseconds as JSON.
// `many.ts 200` does it once, as the first thing that its process does.
import type * as Core from '../../src/index.js';

// By a name that is no literal, so that what was built is measured, and typed by its source.
const built = '../../lib/index.js';
const { catalog, defineQuestions, defineService, loadOptions, renderStack } = (await import(built)) as typeof Core;

function service(index: number): Core.Catalog[number] {
  const id = `extra-${index}`;
  const limits = { cpus: 0.01, memory: '32M' };
  return defineService({
    id,
    title: `Extra ${index}`,
    summary: 'One of many',
    tier: 'background',
    questions: defineQuestions({
      port: { kind: 'port', message: 'Its port', default: 20_000 + index, optional: true },
    }),
    needs: [
      { service: 'redis', until: 'healthy', optional: true },
      // Each waits for the one before it, so that the order of starts is as deep as it can be.
      ...(index > 0 ? [{ service: `extra-${index - 1}`, until: 'healthy', optional: true } as const] : []),
    ],
    limits: { production: limits, development: limits },
    minimumMemory: '16M',
    container: ({ answers }) => ({
      image: { pull: 'example/extra:1.0' },
      port: 8080,
      env: { EXTRA: String(index) },
      publish:
        answers.port === false
          ? []
          : [{ host: answers.port, container: 8080, about: 'Extra', option: ['services', id, 'port'] }],
      tmpfs: [{ target: '/tmp', size: 16 }],
      healthcheck: { test: { exec: ['/extra', 'ready'] }, interval: 10, timeout: 5, retries: 3, startPeriod: 10 },
      networks: ['data'],
      user: '10002:10002',
    }),
  });
}

const big = { cpus: 1024, memory: '4096G' };

function milliseconds(count: number): number {
  const services = [...catalog, ...Array.from({ length: count }, (_, index) => service(index))];
  const start = performance.now();
  const { stack, diagnostics } = loadOptions(
    { name: 'many', host: { production: big, development: big } },
    { catalog: services },
  );
  if (!stack) throw new Error(JSON.stringify(diagnostics, null, 2));
  const files = renderStack(stack);
  const took = performance.now() - start;
  if (!files.some(({ content }) => content.includes(`extra-${count - 1}:`)))
    throw new Error('The services are not in what was rendered.');
  return took;
}

const counts = process.argv.slice(2).map(Number);
console.log(JSON.stringify(counts.map(milliseconds)));
