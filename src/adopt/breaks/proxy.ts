import { defineBreak } from './break.js';

/** The container itself, for whoever asks from inside it. */
const ITSELF = /^\w+:\/\/(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])(?=[:/]|$)/i;

/** The line that asks wherever it runs. JSON has no variables: what it says moves to a script, which has. */
function wayOut(address: string, file: string): string {
  const line = `target: process.env.API_URL ?? '${address}'`;
  const write = file.endsWith('.json')
    ? `Take the key proxy out, and let src/setupProxy.js pass requests on with ${line}.`
    : `Write ${line}.`;
  return `${write} The container is told API_URL; outside of it nothing changes.`;
}

export const localProxy = defineBreak({
  code: 'local-proxy',
  about:
    'In development the front end passes requests on to localhost, which in its container is the container itself.',
  check: ({ detected: { backend, frontend } }) =>
    (frontend?.passedTo ?? [])
      .filter(({ value }) => ITSELF.test(value))
      .map(({ value, evidence }) => ({
        severity: 'warning',
        message: `Requests go to ${value}, which in a container of development is the container itself.`,
        hint: backend ? wayOut(value, evidence.file) : 'Write an address at which a container reaches that API.',
        evidence,
      })),
});
