import type { OtherFacts } from './detected.js';
import { isAside, nameOf } from './path.js';
import type { Repository } from './repository.js';

type Proxy = OtherFacts['proxies'][number];

const DOCKERFILE = /^((.*[._-])?dockerfile([._-].*)?|containerfile(\..*)?)$/i;
const COMPOSE = /^((.*[._-])?(docker-)?compose|stack)([._-].*)?\.ya?ml$/i;
const ENV = /^(\.?env(\..+)?|.+\.env)$/i;
const NOT_ENV = /\.(ts|js|py|d|mako|sh|ya?ml|md)$/i;
const WORKFLOW =
  /^(\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|bitbucket-pipelines\.yml|Jenkinsfile|\.circleci\/config\.yml|azure-pipelines\.yml)$/;
const NGINX =
  /(^|\/)(nginx[^/]*\.conf[^/]*|nginx\/.*\.(conf|template)[^/]*|(conf\.d|sites-(available|enabled))\/[^/]+)$/i;
const CONF = /\.conf(\.template|\.j2)?$/i;
const CADDY = /(^|\/)(caddyfile([._-].*)?|.*\.caddyfile|caddy\.json)$/i;
const TRAEFIK = /(^|\/)(traefik[^/]*\.(ya?ml|toml)|traefik\/.*\.(ya?ml|toml))$/i;

function proxyKind(repository: Repository, path: string): Proxy['kind'] | undefined {
  if (CADDY.test(path)) return 'caddy';
  if (isCompose(path))
    return /^\s*image:\s*["']?(\S*\/)?traefik[:"'\s]/m.test(repository.read(path) ?? '') ? 'traefik' : undefined;
  if (TRAEFIK.test(path)) return 'traefik';
  if (NGINX.test(path)) return 'nginx';
  // A file of another name is one of nginx where it passes requests on or serves files.
  return CONF.test(path) && /^\s*(server\s*\{|proxy_pass\s)/m.test(repository.read(path) ?? '') ? 'nginx' : undefined;
}

function isCompose(path: string): boolean {
  return COMPOSE.test(nameOf(path)) && !isAside(path);
}

/** Files of the repository that say how it runs, by their names, and where those say nothing by their texts. */
export function otherFiles(repository: Repository): OtherFacts {
  const named = (test: (name: string) => boolean): readonly string[] =>
    repository.files.filter((path) => test(nameOf(path)) && !isAside(path));
  return {
    dockerfiles: named((name) => DOCKERFILE.test(name) && !/\.dockerignore$/i.test(name)),
    compose: repository.files.filter(isCompose),
    proxies: repository.files.flatMap((path) => {
      const kind = isAside(path) ? undefined : proxyKind(repository, path);
      return kind === undefined ? [] : [{ path, kind }];
    }),
    env: named((name) => ENV.test(name) && !NOT_ENV.test(name)),
    workflows: repository.files.filter((path) => WORKFLOW.test(path)),
  };
}
