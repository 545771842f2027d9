import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { reasonIn, run } from '../../src/cli/run.js';

describe('of what npm says, its code and its first sentence are told', () => {
  it.each([
    [
      'ECONNREFUSED: FetchError: request to http://127.0.0.1:1/projen failed, reason: connect ECONNREFUSED',
      `npm error code ECONNREFUSED
npm error syscall connect
npm error errno ECONNREFUSED
npm error FetchError: request to http://127.0.0.1:1/projen failed, reason: connect ECONNREFUSED
npm error     at ClientRequest.<anonymous> (/npm/index.js:130:14)
npm error   code: 'ECONNREFUSED',
npm error If you are behind a proxy, please make sure that the
npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log`,
    ],
    [
      'ETARGET: notarget No matching version found for create-lge-stack@9.9.9.',
      `npm warn deprecated glob@7.2.3
npm ERR! code ETARGET
npm ERR! notarget No matching version found for create-lge-stack@9.9.9.
npm ERR! notarget In most cases you or one of your dependencies are requesting

npm ERR! A complete log of this run can be found in:
npm ERR!     /root/.npm/_logs/debug-0.log`,
    ],
    [
      'ERESOLVE: ERESOLVE unable to resolve dependency tree',
      'npm error code ERESOLVE\r\nnpm error ERESOLVE unable to resolve dependency tree\r\nnpm error\r\nnpm error While resolving: shop\r\n',
    ],
    [
      "EACCES: Error: EACCES: permission denied, mkdir '/shop/node_modules'",
      `npm error code EACCES
npm error syscall mkdir
npm error path /shop/node_modules
npm error errno -13
npm error Error: EACCES: permission denied, mkdir '/shop/node_modules'`,
    ],
    ['Unknown command: "instal"', 'npm error Unknown command: "instal"\n'],
    ['EINTEGRITY', 'npm error code EINTEGRITY\n'],
  ])('%s', (reason, text) => {
    expect(reasonIn(text)).toBe(reason);
  });
});

describe('of what Yarn and pnpm say, the cause is told', () => {
  it.each([
    [
      'reacct@npm:^19.2.0: Package not found',
      `{"type":"info","name":0,"displayName":"YN0000","indent":"· ","data":"Yarn 4.18.1"}
{"type":"error","name":35,"displayName":"YN0035","indent":"│ ","data":"reacct@npm:^19.2.0: Package not found"}
{"type":"error","name":35,"displayName":"YN0035","indent":"│ ","data":"  Response Code: 404 (Not Found)"}
{"type":"error","name":0,"displayName":"YN0000","indent":"· ","data":"Failed with errors in 2s 293ms"}`,
    ],
    [
      'GET https://registry.example.com/reacct: Not Found - 404',
      `[ERROR] Failed to resolve dependency tree
  ├─▶ Failed to resolve reacct@^19.2.0
  ╰─▶ GET https://registry.example.com/reacct: Not Found - 404
  help: reacct is not in the npm registry, or you have no permission
        to fetch it.

        No authorization header was set for the request.`,
    ],
  ])('%s', (reason, text) => {
    expect(reasonIn(text)).toBe(reason);
  });
});

describe('of other commands, the last line is told', () => {
  it.each([
    ['error: No solution found', 'Resolving…\nerror: No solution found\n'],
    ['', ''],
  ])('%j', (reason, text) => {
    expect(reasonIn(text)).toBe(reason);
  });

  it('and of one that is not there, that it is not', async () => {
    expect(await run(['no-such-command'], tmpdir())).toEqual({ ok: false, said: 'no-such-command is not installed' });
  });
});
