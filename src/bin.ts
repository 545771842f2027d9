#!/usr/bin/env node
// Imports nothing but types before the version of Node is known, and little before the help is out.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const args = process.argv.slice(2);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`create-lge-stack needs Node.js 20.19 or later; this is ${process.versions.node}.\n`);
  process.exit(1);
} else if (args.includes('--help') || args.includes('-h')) {
  const { help } = await import('./cli/help.js');
  process.stdout.write(help());
} else if (args.includes('--version') || args.includes('-v')) {
  const { version } = await import('./generated/version.js');
  process.stdout.write(`${version}\n`);
} else {
  const { main } = await import('./cli/main.js');
  process.exit(await main(args, process));
}
