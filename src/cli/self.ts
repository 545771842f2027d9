import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import validRange from 'semver/ranges/valid.js';

/** Such as latest or next. What begins with a digit is a version that went wrong. */
const TAG = /^[a-z][\w.-]*$/i;
/** Where else npm takes packages from; it checks those itself. */
const ELSEWHERE = /^(?:https?|git(?:\+\w+)?|github|gitlab|bitbucket|npm|workspace):/;
const PATH = /^(?:[./\\]|~\/|[a-z]:[/\\]|file:)|\.(?:tgz|tar\.gz|tar)$/i;

function pathOf(spec: string, dir: string): string {
  if (spec.startsWith('file://')) return fileURLToPath(spec);
  return resolve(dir, spec.replace(/^file:/, ''));
}

/** What the project depends on, or why it cannot: a tarball or a folder is meant from `dir`, and must be found from the project. */
export function readSelf(spec: string, dir: string): { readonly self: string } | { readonly mistake: string } {
  if (ELSEWHERE.test(spec)) return { self: spec };
  if (PATH.test(spec)) {
    const path = pathOf(spec, dir);
    return existsSync(path) ? { self: `file:${path}` } : { mistake: `--self ${spec}: there is no ${path}.` };
  }
  if (validRange(spec) !== null || TAG.test(spec)) return { self: spec };
  return {
    mistake: `--self ${spec}: write a version or a range such as ^1.2.0, a tag such as latest, or the path of a tarball or a folder such as ./create-lge-stack.`,
  };
}
