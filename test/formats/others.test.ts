import { describe, expect, it } from 'vitest';
import { formatOf } from '../../src/formats/index.js';
import { outcome, text } from '../support/merging.js';

type Row = readonly [what: string, base: string, mine: string, theirs: string, expected: string];

function table(path: string, rows: readonly Row[]): void {
  describe(path, () => {
    it.each(rows)('%s', (_what, base, mine, theirs, expected) => {
      expect(outcome(path, base, mine, theirs)).toBe(expected);
    });
  });
}

const json = text`
  {
    "a": 1,
    "b": {
      "c": [1, 2],
      "d": true
    },
    "e": "x"
  }
`;

table('tsconfig.json', [
  [
    'both change values, apart',
    json,
    json.replace('1,\n', '9,\n'),
    json.replace('"x"', '"y"'),
    json.replace('1,\n', '9,\n').replace('"x"', '"y"'),
  ],
  [
    'comments are fine where they were',
    `// c\n${json}`,
    `// c\n${json.replace('1,\n', '9,\n')}`,
    `// c\n${json.replace('"x"', '"y"')}`,
    `// c\n${json.replace('1,\n', '9,\n').replace('"x"', '"y"')}`,
  ],
  [
    'both add one key, in two places',
    json,
    json.replace('{\n', '{\n  "n": 1,\n'),
    json.replace('  "e"', '  "n": 2,\n  "e"'),
    'it would be no JSON, or have a key twice',
  ],
  [
    'what the user has twice already is theirs, also where the template takes it out',
    json,
    json.replace('{\n', '{\n  "e": "x",\n'),
    json.replace(',\n  "e": "x"', ''),
    json.replace('{\n', '{\n  "e": "x",\n').replace('},\n  "e": "x"', '}'),
  ],
  [
    'one takes out the last item, one the comma before it',
    '[\n1,\n2,\n3\n]\n',
    '[\n1,\n2,\n3,\n4\n]\n',
    '[\n1,\n2,\n3\n]\n',
    '[\n1,\n2,\n3,\n4\n]\n',
  ],
  [
    'a comma at the end that strict readers refuse',
    '{\n"a": 1\n\n"b": 1\n}\n',
    '{\n"a": 1,\n\n"b": 1\n}\n',
    '{\n"a": 1\n\n}\n',
    'it would be no JSON for a strict reader',
  ],
  [
    'an item that becomes a text',
    '[\n1,\n2,\n3\n]\n',
    '[\n"1",\n2,\n3\n]\n',
    '[\n1,\n2,\n"3"\n]\n',
    '[\n"1",\n2,\n"3"\n]\n',
  ],
  [
    'one takes out what the other changes',
    json,
    json.replace('  "a": 1,\n', ''),
    json.replace('"a": 1', '"a": 2'),
    'conflict',
  ],
]);

table('.env.example', [
  ['values apart', 'A=1\n\nB=1\n', 'A=2\n\nB=1\n', 'A=1\n\nB=2\n', 'A=2\n\nB=2\n'],
  [
    'one key by both, in two places',
    '# a\nA=1\n# b\nB=1\n',
    'N=1\n# a\nA=1\n# b\nB=1\n',
    '# a\nA=1\n# b\nB=1\nN=2\n',
    'it would set N twice',
  ],
  [
    'with export, too',
    '# a\nA=1\n# b\nB=1\n',
    'export N=1\n# a\nA=1\n# b\nB=1\n',
    '# a\nA=1\n# b\nB=1\nN=2\n',
    'it would set N twice',
  ],
  [
    'what the user sets twice already is theirs',
    'A=1\n\nB=1\n',
    'A=1\nA=2\n\nB=1\n',
    'A=1\n\nB=2\n',
    'A=1\nA=2\n\nB=2\n',
  ],
  [
    'but not what nobody did',
    'A=1\n\nB=1\n\nC=1\n',
    'A=1\nA=2\nN=1\n\nB=1\n\nC=1\n',
    'A=1\n\nB=1\n\nC=1\nN=1\n',
    'it would set N twice',
  ],
  ['a key that is off is a comment', '# A=1\n\nB=1\n', 'A=2\n\nB=1\n', '# A=1\n\nB=2\n', 'A=2\n\nB=2\n'],
  [
    'a value over several lines is one',
    'A="x\nB=1"\n\nC=1\n',
    'A="x\nB=2"\n\nC=1\n',
    'A="x\nB=1"\n\nC=2\n',
    'A="x\nB=2"\n\nC=2\n',
  ],
  [
    'a line that falls into the value of another key',
    'A=1\nM=\n\nX=1\n',
    'A="1\nM=\n\nX="\n',
    'A=1\nM=\n\nX=1\nN=1\n',
    'conflict',
  ],
]);

const nginx = text`
  events {
  }
  http {
    gzip on;
    server {
      listen 80;
      location / {
        root /srv;
      }
      location /api {
        proxy_pass http://api;
      }
    }
  }
`;

table('nginx/nginx.conf', [
  [
    'values apart',
    nginx,
    nginx.replace('gzip on', 'gzip off'),
    nginx.replace('/srv', '/www'),
    nginx.replace('gzip on', 'gzip off').replace('/srv', '/www'),
  ],
  [
    'one directive by both, in two places',
    nginx,
    nginx.replace('listen 80;\n', 'listen 80;\n    client_max_body_size 1m;\n'),
    nginx.replace('http://api;\n    }\n', 'http://api;\n    }\n    client_max_body_size 2m;\n'),
    'it would have http { server { client_max_body_size twice',
  ],
  [
    'one directive by both, in two blocks',
    nginx,
    nginx.replace('/srv;\n', '/srv;\n        expires 1d;\n'),
    nginx.replace('http://api;\n', 'http://api;\n        expires 2d;\n'),
    nginx
      .replace('/srv;\n', '/srv;\n        expires 1d;\n')
      .replace('http://api;\n', 'http://api;\n        expires 2d;\n'),
  ],
  [
    'blocks that do not close',
    'a {\nb 1;\n\nc 1;\n',
    'a {\nb 1;\n}\n\nc 1;\n',
    'a {\nb 1;\n\nc 1;\n}\n',
    'its blocks would not close',
  ],
  [
    'a brace of one, the other end of another',
    'a {\nb 1;\nc 1;\nd 1;\n}\n',
    'a {\nx {\nb 1;\n}\nc 1;\nd 1;\n}\n',
    'a {\nb 1;\nc 1;\n}\nd 1;\n',
    'a {\nx {\nb 1;\n}\nc 1;\n}\nd 1;\n',
  ],
  [
    'a directive that the template moves into the block that the user renames',
    'a {\nb 1;\n}\nk 1;\nc {\nd 1;\n}\n',
    'x {\nb 1;\n}\nk 1;\nc {\nd 1;\n}\n',
    'a {\nb 1;\nn 1;\n}\nk 1;\nc {\nd 1;\n}\n',
    'it would change what neither side changed, at a { n',
  ],
  ['what was not balanced before', '}\na 1;\n\nb 1;\n', '}\na 2;\n\nb 1;\n', '}\na 1;\n\nb 2;\n', '}\na 2;\n\nb 2;\n'],
  [
    'one directive by both, below a word with braces in it',
    'a p${Y}q r\\{s;\n\nb 1;\n\nc 1;\n',
    'a p${Y}q r\\{s;\nn 1;\n\nb 1;\n\nc 1;\n',
    'a p${Y}q r\\{s;\n\nb 1;\n\nc 1;\nn 2;\n',
    'it would have n twice',
  ],
  [
    'braces and quotes in words, texts and comments',
    'a "x}{;"; # {\nb ~ /\\.(?!x/) ${Y}z;\n\nc 1;\n',
    'a "x}{;"; # {\nb ~ /\\.(?!x/) ${Y}z;\n\nc 2;\n',
    '# t }\na "x}{;"; # {\nb ~ /\\.(?!x/) ${Y}z;\n\nc 1;\n',
    '# t }\na "x}{;"; # {\nb ~ /\\.(?!x/) ${Y}z;\n\nc 2;\n',
  ],
]);

const image = text`
  FROM a:1 AS build
  WORKDIR /app
  RUN one && \
      two && \
      three

  COPY . .

  FROM b:1 AS run
  COPY --from=build /app /app
  WORKDIR /app
  EXPOSE 80
`;

table('Dockerfile.dev', [
  [
    'lines of one RUN by each',
    image,
    image.replace('one', 'ONE'),
    image.replace('three', 'THREE'),
    image.replace('one', 'ONE').replace('three', 'THREE'),
  ],
  [
    'CMD by both in one stage',
    image,
    image.replace('EXPOSE', 'CMD ["m"]\nEXPOSE'),
    `${image}CMD ["t"]\n`,
    'it would have CMD in the stage run twice',
  ],
  [
    'CMD in two stages',
    image,
    image.replace('COPY . .', 'CMD ["m"]\nCOPY . .'),
    `${image}CMD ["t"]\n`,
    `${image.replace('COPY . .', 'CMD ["m"]\nCOPY . .')}CMD ["t"]\n`,
  ],
  [
    'ENV of one name by both',
    image,
    image.replace('EXPOSE', 'ENV A=1 B=1\nEXPOSE'),
    `${image}ENV B=2\n`,
    'it would have ENV B in the stage run twice',
  ],
  [
    'a stage of one name by both',
    image,
    `FROM m AS x\n${image}`,
    `${image}FROM t AS x\n`,
    'it would have the stage x twice',
  ],
  [
    'the stage goes from which the user copies',
    image,
    image.replace('EXPOSE 80', 'COPY --from=build /m /m\nEXPOSE 80'),
    image.replace('AS build', 'AS made').replace('from=build', 'from=made'),
    'it would take from the stage build, which is not there',
  ],
  [
    'or mounts',
    image,
    image.replace('EXPOSE 80', 'RUN --mount=type=bind,from=build,target=/m x\nEXPOSE 80'),
    image.replace('AS build', 'AS made').replace('from=build', 'from=made'),
    'it would take from the stage build, which is not there',
  ],
  [
    'or starts',
    image,
    `${image}\nFROM build AS mine\n`,
    image.replace('AS build', 'AS made').replace('from=build', 'from=made'),
    'it would take from the stage build, which is not there',
  ],
  [
    'an image is no stage',
    image,
    image.replace('EXPOSE 80', 'COPY --from=nginx /m /m\nEXPOSE 80'),
    image.replace('a:1', 'a:2'),
    image.replace('EXPOSE 80', 'COPY --from=nginx /m /m\nEXPOSE 80').replace('a:1', 'a:2'),
  ],
  [
    'a stage that the template renames, and an edit in it',
    image,
    image.replace('three', 'mine'),
    image.replace('AS build', 'AS made').replace('from=build', 'from=made'),
    image.replace('three', 'mine').replace('AS build', 'AS made').replace('from=build', 'from=made'),
  ],
  [
    'a line that slips into the instruction above it',
    'FROM a\nRUN one && \\\n    two\n# c\n\nRUN x\n',
    'FROM a\nRUN one && \\\n    two && \\\n# c\n    three\n\nRUN x\n',
    'FROM a\nRUN one && \\\n    two\n# c\nRUN t\n\nRUN x\n',
    'conflict',
  ],
  [
    'the end of one instruction goes, the next one becomes part of it',
    'FROM a\nRUN one && \\\n    two && \\\n    three\n',
    'FROM a\nRUN one && \\\n    two && \\\n    three\n\nRUN mine\n',
    'FROM a\nRUN one && \\\n    two && \\\n',
    'conflict',
  ],
  [
    'a FROM goes: what the user wrote below it would be another stage’s',
    'FROM a AS x\nRUN 1\n\nFROM b AS y\nRUN 2\nRUN 3\nRUN 4\n',
    'FROM a AS x\nRUN 1\n\nFROM b AS y\nRUN 2\nRUN 3\nRUN mine\nRUN 4\n',
    'FROM a AS x\nRUN 1\n\nRUN 2\nRUN 3\nRUN 4\n',
    'the line "RUN mine" would become part of another instruction or stage',
  ],
  [
    'a heredoc holds what looks like instructions',
    'FROM a\nRUN <<EOF\nCMD x\nFROM y\nEOF\n\nCMD 1\n',
    'FROM a\nRUN <<EOF\nCMD x\nFROM y\nmine\nEOF\n\nCMD 1\n',
    'FROM a\nRUN <<EOF\nCMD x\nFROM y\nEOF\n\nCMD 2\n',
    'FROM a\nRUN <<EOF\nCMD x\nFROM y\nmine\nEOF\n\nCMD 2\n',
  ],
  [
    'a heredoc that nobody ends',
    'FROM a\nRUN <<EOF\none\nEOF\nWORKDIR /a\nWORKDIR /b\n',
    'FROM a\nRUN <<EOT\none\nEOF\nEOT\nWORKDIR /a\nWORKDIR /b\n',
    'FROM a\nRUN <<EOF\none\nWORKDIR /a\nEOF\nWORKDIR /b\n',
    'conflict',
  ],
  [
    'a line of an instruction that the user ended above it',
    'FROM a\nRUN add \\\n# c\n# d\n# e\n    two\n',
    'FROM a\nRUN add\n# c\n# d\n# e\n',
    'FROM a\nRUN add \\\n# c\n# d\n    env \\\n# e\n    two\n',
    'the line "env \\" would become part of another instruction or stage',
  ],
  [
    'an instruction of the template in a stage that the user takes out',
    'FROM a\nARG A\n\nARG B\nFROM b\nUSER 1\n',
    'ARG A\n\nARG B\nFROM b\nUSER 1\n',
    'FROM a\nARG A\nRUN t\n\nARG B\nFROM b\nUSER 1\n',
    'RUN would come before any FROM',
  ],
  [
    'what was wrong before is the user’s to mend',
    'FROM a\nCMD 1\n\nUSER 1\n',
    'FROM a\nCMD 1\nCMD 2\n\nUSER 1\n',
    'FROM a\nCMD 1\n\nUSER 2\n',
    'FROM a\nCMD 1\nCMD 2\n\nUSER 2\n',
  ],
  [
    'nothing before the first FROM',
    'ARG A\nFROM a\n\nUSER 1\n',
    'ARG A\nUSER m\nFROM a\n\nUSER 1\n',
    'ARG A\nFROM a\n\nUSER 2\n',
    'ARG A\nUSER m\nFROM a\n\nUSER 2\n',
  ],
]);

describe('which format a path has', () => {
  it.each([
    ['docker-compose.yml', 'yaml'],
    ['k8s/base/a.yaml', 'yaml'],
    ['tsconfig.json', 'json'],
    ['a/Dockerfile', 'dockerfile'],
    ['a/Dockerfile.dev', 'dockerfile'],
    ['a/api.dockerfile', 'dockerfile'],
    ['.env', 'env'],
    ['.env.example', 'env'],
    ['nginx/nginx.conf', 'nginx'],
    ['nginx/default.conf.template', 'nginx'],
    ['README.md', undefined],
    ['scripts/backup.sh', undefined],
    ['.envrc', undefined],
    ['a/Dockerfile.stack.dockerignore', undefined],
    ['Dockerfiles/README', undefined],
  ])('%s: %s', (path, expected) => {
    const like = { yaml: 'a.yml', json: 'a.json', dockerfile: 'Dockerfile', env: '.env', nginx: 'a.conf' } as const;
    expect(formatOf(path)).toBe(expected === undefined ? undefined : formatOf(like[expected as keyof typeof like]));
  });
});
