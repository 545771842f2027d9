import { FLAGS, type Flag } from './flags.js';

const row = ({ name, value, about }: Flag): string => `  ${`--${name}${value ? ` ${value}` : ''}`.padEnd(20)} ${about}`;

export function help(): string {
  return `Writes a container stack for FastAPI and React: development with hot reload, hardened production.

Usage: npx create-lge-stack [FOLDER] [FLAG...]      a new project in FOLDER, named after it
       npx lge-stack sync                           in a project: what npx projen does
       npx lge-stack pin                            in a project: the digest of each base image

Without flags it asks. In a project, change lge.stack.json and run npx projen.

Flags:
${FLAGS.map(row).join('\n')}

Examples:
  npx create-lge-stack shop --yes
  npx create-lge-stack shop --services frontend,backend,postgres,migrate --set python.packageManager=poetry
  npx create-lge-stack shop --yes --set tls=true --set domain=shop.example.com
  npx create-lge-stack shop --config answers.json --dry-run

Exit codes: 0 done; 1 our fault, nothing changed; 2 wrong usage or options; 5 a file of yours is in the way,
nothing changed; 130 interrupted.
`;
}
