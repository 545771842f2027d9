import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detect/detect.js';
import type { BackendFacts } from '../../src/detect/detected.js';
import { inMemory } from '../support/repositories.js';

const APP = 'from fastapi import FastAPI\napp = FastAPI()\n';

function backend(files: Readonly<Record<string, string>>): BackendFacts {
  const all = { 'requirements.txt': 'fastapi\n', ...files };
  return detect(inMemory(new Map(Object.entries(all)))).backend!;
}

describe('the application', () => {
  const app = (files: Readonly<Record<string, string>>): string => {
    const { app: fact, pythonPath } = backend(files);
    const { module, attribute, factory } = fact!.value;
    return `${module}:${attribute}${factory ? '()' : ''} in ${pythonPath!.value}, ${fact!.sure}`;
  };
  it.each([
    ['plain', { 'main.py': APP }, 'main:app in ., certain'],
    [
      'by another name of the class',
      { 'main.py': 'from fastapi import FastAPI as F\nweb: F = F()\n' },
      'main:web in ., certain',
    ],
    ['through the package', { 'main.py': 'import fastapi as f\nweb = f.FastAPI()\n' }, 'main:web in ., certain'],
    [
      'a class of their own',
      { 'main.py': 'from fastapi import FastAPI\nclass Api(FastAPI): ...\nx = Api()\n' },
      'main:x in ., certain',
    ],
    [
      'after a condition',
      { 'main.py': 'from fastapi import FastAPI\nif True:\n    app = FastAPI()\n' },
      'main:app in ., certain',
    ],
    [
      'by a factory alone',
      { 'app/web.py': 'from fastapi import FastAPI\ndef create_app():\n    a = FastAPI()\n    return a\n' },
      'app.web:create_app() in ., likely',
    ],
    [
      'by a factory that wants something',
      {
        'make.py': 'from fastapi import FastAPI\ndef make(x): return FastAPI()\n',
        'main.py': 'from make import make\nsite = make(1)\n',
      },
      'main:site in ., certain',
    ],
    ['as uvicorn starts it', { 'a.py': APP, 'b.py': APP, Procfile: 'web: uvicorn b:app\n' }, 'b:app in ., certain'],
    [
      'as gunicorn starts it',
      {
        'src/shop/web.py': APP,
        'main.py': APP,
        Dockerfile: 'CMD ["gunicorn", "shop.web:app", "-k", "uvicorn.workers.UvicornWorker"]\n',
      },
      'shop.web:app in src, certain',
    ],
    [
      'in a package named src',
      { 'src/main.py': `from src.db import x\n${APP}`, 'src/db.py': 'x = 1\n' },
      'src.main:app in ., certain',
    ],
    [
      'in a folder that is no package',
      { 'code/main.py': `from db import x\n${APP}`, 'code/db.py': 'x = 1\n' },
      'main:app in code, certain',
    ],
    [
      'rather than that of a test',
      { 'tests/app.py': APP, 'api/__init__.py': '', 'api/web.py': APP },
      'api.web:app in ., certain',
    ],
  ])('is found %s', (_, files, expected) => expect(app(files)).toBe(expected));

  it('is none where FastAPI is another', () => {
    expect(
      detect(inMemory(new Map([['main.py', '# FastAPI()\nx = "FastAPI()"\napp = Flask()\n']]))).backend,
    ).toBeUndefined();
  });
});

describe('routes of health', () => {
  const health = (files: Readonly<Record<string, string>>): readonly string[] =>
    backend(files).health.map(({ value, sure }) => `${value.path} ${value.says} ${sure}`);
  const routers = (include: string, route = '"/health"') => ({
    'app/__init__.py': '',
    'app/routes.py': `from fastapi import APIRouter\nrouter = APIRouter(prefix="/ops")\n@router.get(${route})\ndef health(): ...\n`,
    'app/config.py': 'PREFIX = "/api"\nclass S(BaseSettings):\n    V: str = "/v9"\nsettings = S()\n',
    'app/main.py': `from fastapi import APIRouter, FastAPI\nfrom app import config, routes\nfrom app.config import PREFIX, settings\nfrom app.routes import router as r\napp = FastAPI()\n${include}\n`,
  });
  it.each([
    ['a plain one', { 'main.py': `${APP}@app.get("/health")\ndef h(): ...\n` }, ['/health live certain']],
    ['one that posts', { 'main.py': `${APP}@app.post("/health")\ndef h(): ...\n` }, []],
    ['one of something', { 'main.py': `${APP}@app.get("/orders/{id}/health")\ndef h(i): ...\n` }, []],
    ['one of a router', routers('app.include_router(r)'), ['/ops/health live certain']],
    ['with a prefix', routers('app.include_router(routes.router, prefix="/x")'), ['/x/ops/health live certain']],
    [
      'with a constant',
      routers('app.include_router(r, prefix=config.PREFIX + "/a")'),
      ['/api/a/ops/health live certain'],
    ],
    [
      'with a setting',
      routers('app.include_router(r, prefix=f"{PREFIX}{settings.V}")'),
      ['/api/v9/ops/health live certain'],
    ],
    [
      'with a router between',
      routers('b = APIRouter(prefix="/b")\nb.include_router(r)\napp.include_router(b, prefix="/a")'),
      ['/a/b/ops/health live certain'],
    ],
    [
      'included twice',
      routers('app.include_router(r)\napp.include_router(r, prefix="/v1")'),
      ['/ops/health live certain', '/v1/ops/health live certain'],
    ],
    [
      'of an application below',
      routers('sub = FastAPI()\nsub.include_router(r)\napp.mount("/sub", sub)'),
      ['/sub/ops/health live certain'],
    ],
    ['with what only running tells', routers('app.include_router(r, prefix=compute())'), ['/ops/health live guessed']],
    ['never included', routers(''), ['/ops/health live guessed']],
    ['in a circle', routers('r.include_router(r)\napp.include_router(r)'), ['/ops/health live certain']],
    [
      'of two kinds',
      { 'main.py': `${APP}@app.get("/livez")\ndef l(): ...\n@app.get("/readyz")\ndef r(): ...\n` },
      ['/livez live certain', '/readyz ready certain'],
    ],
    [
      'that asks who',
      { 'main.py': `${APP}@app.get("/health")\ndef h(u=Depends(get_current_user)): ...\n` },
      ['/health live guessed'],
    ],
  ])('%s', (_, files, expected) => expect(health(files)).toEqual(expected));
});

describe('settings', () => {
  const HEAD = 'from pydantic import *\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\n';
  const read = (text: string): readonly string[] =>
    backend({ 'main.py': APP, 'settings.py': text }).variables.map(
      ({ name, default: value, required }) => `${name}${value === undefined ? '' : `=${value}`}${required ? '!' : ''}`,
    );
  const settings = (body: string, config = ''): readonly string[] =>
    read(`${HEAD}class S(BaseSettings):\n    model_config = SettingsConfigDict(${config})\n    ${body}\n`);
  it.each([
    ['required', settings('url: str'), ['URL!']],
    ['with a default', settings('n: int = 1_000'), ['N=1000']],
    ['None', settings('n: int | None = None'), ['N']],
    ['optional without a default', settings('n: Optional[int]'), ['N!']],
    ['Field(...)', settings('n: int = Field(..., gt=1)'), ['N!']],
    ['Field with a default', settings('n: bool = Field(False, description="x")'), ['N=false']],
    ['a list', settings('n: list[str] = ["a", "b"]'), ['N=["a","b"]']],
    ['a secret', settings('n: SecretStr = SecretStr("x")'), ['N=x']],
    ['what runs', settings('n: str = token_urlsafe(32)'), ['N']],
    ['a prefix', settings('n: int = -1', 'env_prefix="A_"'), ['A_N=-1']],
    [
      'an alias, without the prefix',
      settings('n: int = Field(validation_alias=AliasChoices("B", "C"))', 'env_prefix="A_"'),
      ['B!'],
    ],
    ['case that counts', settings('urlBase: str', 'case_sensitive=True'), ['urlBase!']],
    [
      'what is no field',
      settings(
        '_x: int = 1\n    K: ClassVar[int] = 1\n    p: int = PrivateAttr(1)\n    @property\n    def q(self) -> int: ...',
      ),
      [],
    ],
    [
      'nested',
      read(
        `${HEAD}class D(BaseModel):\n    host: str = "h"\n    pw: str\nclass S(BaseSettings):\n    model_config = {"env_nested_delimiter": "__"}\n    db: D\n`,
      ),
      ['DB__HOST=h', 'DB__PW!'],
    ],
    [
      'nested, of its own',
      read(
        `${HEAD}class D(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="DB_")\n    host: str\nclass S(BaseSettings):\n    db: D = Field(default_factory=D)\n    x: int = 1\n`,
      ),
      ['DB_HOST!', 'X=1'],
    ],
    [
      'inherited',
      read(`${HEAD}class B(BaseSettings):\n    a: int = 1\n    b: str\nclass S(B):\n    b: str = "x"\n`),
      ['A=1', 'B=x'],
    ],
    [
      'of pydantic 1',
      read(
        'from pydantic import BaseSettings\nclass S(BaseSettings):\n    a: Optional[int]\n    b: str = Field("x", env="BB")\n    class Config:\n        env_prefix = "P_"\n',
      ),
      ['P_A', 'BB=x'],
    ],
    [
      'os.environ',
      read(
        'import os\nA = os.environ["A"]\ndef f(): return os.environ["B"]\nos.environ["C"] = "x"\ndel os.environ["D"]\n',
      ),
      ['A!', 'B'],
    ],
    [
      'os.getenv',
      read(
        'from os import getenv, environ\na = getenv("A", "1")\nb = environ.get("B") or "2"\nc = getenv("C")\nd = getenv(name)\n',
      ),
      ['A=1', 'B=2', 'C'],
    ],
    [
      'decouple and environs',
      read(
        'from decouple import config\nfrom environs import Env\nenv = Env()\na = config("A")\nb = config("B", default=3, cast=int)\nc = env.str("C", "d")\n',
      ),
      ['A!', 'B=3', 'C'],
    ],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
});

describe('what is written to', () => {
  const writes = (text: string, more: Readonly<Record<string, string>> = {}): readonly string[] =>
    backend({ 'app/main.py': `${APP}${text}\n`, ...more }).writes.map(({ value }) => value);
  it.each([
    ['a file', writes('open("out/a.txt", "w")'), ['out/a.txt']],
    ['what is read', writes('open("a.txt")\nopen("b.txt", "rb")\nPath("c").read_text()'), []],
    ['by its mode', writes('open("a.txt", mode="a")'), ['a.txt']],
    ['a folder that is known', writes('def f(n):\n    with open(f"up/{n}", "wb") as x: ...'), ['up']],
    ['nothing that is known', writes('def f(n):\n    open(n, "w")\n    open(f"{n}.txt", "w")'), []],
    [
      'beside the code',
      writes('from pathlib import Path\nB = Path(__file__).resolve().parent.parent\n(B / "data").mkdir()'),
      ['data'],
    ],
    [
      'two folders up',
      writes('import os\nos.makedirs(os.path.join(os.path.dirname(__file__), "cache"))'),
      ['app/cache'],
    ],
    ['scratch', writes('open("/tmp/x", "w")\nopen("/dev/null", "w")'), []],
    ['logs', writes('import logging.handlers as h\nh.RotatingFileHandler(filename="logs/a.log")'), ['logs/a.log']],
    ['a database', writes('E = create_engine("sqlite:///./app.db")\nM = "sqlite://"'), ['app.db']],
    [
      'what is served and not there',
      writes('from fastapi.staticfiles import StaticFiles\nStaticFiles(directory="media")'),
      ['media'],
    ],
    [
      'what is served and there',
      writes('from fastapi.staticfiles import StaticFiles\nStaticFiles(directory="static")', { 'static/a.css': '' }),
      [],
    ],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
});

describe('manifests', () => {
  const first = (files: Readonly<Record<string, string>>): readonly (string | undefined)[] => {
    const { packageManager, pythonVersion, fastapiVersion } = backend({ 'main.py': APP, ...files });
    return [packageManager?.value, pythonVersion?.value, fastapiVersion?.value];
  };
  const project = (rest: string): string => `[project]\nname = "x"\n${rest}\n`;
  it.each([
    [
      'requirements',
      first({ 'requirements.txt': 'FastAPI[all]==0.110.1  # x\n', 'runtime.txt': 'python-3.11.4\n' }),
      ['pip', '3.11', '0.110.1'],
    ],
    [
      'a project alone',
      first({
        'requirements.txt': '',
        'pyproject.toml': project('requires-python = ">=3.10,<4"\ndependencies = ["fastapi~=0.1"]'),
      }),
      ['pip', '3.10', '~=0.1'],
    ],
    [
      'uv',
      first({ 'uv.lock': '[[package]]\nname = "fastapi"\nversion = "0.9"\n', '.python-version': '3.14t\n' }),
      ['uv', '3.14', '0.9'],
    ],
    [
      'an image',
      first({ Dockerfile: 'FROM --platform=linux/amd64 registry.example/library/python:3.9-slim AS x\n' }),
      ['pip', '3.9', undefined],
    ],
    ['mise', first({ 'mise.toml': '[tools]\npython = "3.13"\n' }), ['pip', '3.13', undefined]],
    [
      'Poetry',
      first({
        'pyproject.toml':
          '[tool.poetry.dependencies]\npython = "^3.11"\nfastapi = {version = "^0.2", extras = ["all"]}\n',
      }),
      ['poetry', '3.11', '^0.2'],
    ],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
});
