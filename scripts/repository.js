// node repository.js PACKAGE_JSON: run by the release workflow, before anything is built. npm accepts provenance only from
// the repository that package.json names; without this the release would end at its last step.
import { readFileSync } from 'node:fs';

const { repository } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { GITHUB_SERVER_URL = 'https://github.com', GITHUB_REPOSITORY } = process.env;
const here = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;
const named = repository?.url?.replace(/^git\+/, '').replace(/\.git$/, '');
if (named !== here) {
  console.error(
    `package.json names ${named ?? 'no repository'}: set \`repository\` in .projenrc.ts to ${here} and run \`npx projen\`.`,
  );
  process.exitCode = 1;
}
