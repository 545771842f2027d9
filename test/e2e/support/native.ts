// Python that looks at the packages in an image of the backend, from inside it.

/** How many modules there are, and those whose bytecode is missing or is compared with its source. */
export const BYTECODE = `
import importlib.util, json, pathlib
def state(source):
    cached = pathlib.Path(importlib.util.cache_from_source(str(source)))
    if cached.exists():
        return int.from_bytes(cached.read_bytes()[4:8], 'little')
    try:
        compile(source.read_bytes(), source, 'exec')
    except (SyntaxError, ValueError):
        return 'no Python'
    return 'missing'
states = {str(path): state(path) for path in pathlib.Path('/opt/venv/lib').rglob('*.py')}
print(json.dumps([len(states), {path: one for path, one in states.items() if one not in (1, 'no Python')}]))
`;

/** Loads every native library, under the name by which Python knows it; `symbols` are those with sections for a debugger. */
export const LOAD_ALL = `
import importlib, json, pathlib, struct, sysconfig
site = pathlib.Path(sysconfig.get_path('purelib'))
libraries = sorted(site.rglob('*.so'))
loaded = ['.'.join([*path.relative_to(site).parent.parts, path.name.split('.')[0]]) for path in libraries]
for name in loaded:
    importlib.import_module(name)
def debugs(data):
    table, size, count, names = struct.unpack_from('<Q10xHHH', data, 40)
    heads = [struct.unpack_from('<IIQQQQ', data, table + size * number) for number in range(count)]
    texts = heads[names][4]
    # Type 2 is the symbol table, which only tools read.
    return any(kind == 2 or data.startswith(b'.debug', texts + name) for name, kind, *_ in heads)
symbols = [str(path) for path in libraries if debugs(path.read_bytes())]
print(json.dumps({'loaded': loaded, 'symbols': symbols}))
`;

/** Has each native package of the starter do something; `DONE` is what comes out. */
export const EXERCISE = `
import asyncio, json, uuid
import asyncpg, asyncpg.pgproto.pgproto, greenlet, httptools, markupsafe._speedups, pydantic, pydantic_core, sqlalchemy, sqlalchemy.util, uvloop, watchfiles, wcwidth, websockets.speedups, yaml
from sqlalchemy.ext.asyncio import create_async_engine

class Model(pydantic.BaseModel):
    number: int
    at: pydantic.AwareDatetime

class Seen:
    def on_url(self, url):
        self.url = url

async def refused():
    engine = create_async_engine('postgresql+asyncpg://nobody@127.0.0.1:1/nothing')
    try:
        async with engine.connect():
            return 'connected'
    except OSError:
        return type(asyncio.get_running_loop()).__module__
    finally:
        await engine.dispose()

parser = httptools.HttpRequestParser(seen := Seen())
parser.feed_data(b'GET /a?b=c HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n')
text = '12345678-1234-5678-1234-567812345678'
print(json.dumps({
    'httptools': httptools.parse_url(seen.url).query.decode(),
    'pydantic': Model.model_validate_json('{"number": "7", "at": "2026-01-01T00:00:00Z"}').number,
    'pydantic_core': pydantic_core.to_json({'a': [1, None]}).decode(),
    'asyncpg': asyncpg.pgproto.pgproto.UUID(text) == uuid.UUID(text),
    'uvloop and asyncpg': uvloop.run(refused()),
    'greenlet': greenlet.greenlet(lambda: 'switched').switch(),
    'sqlalchemy': sqlalchemy.util.has_compiled_ext(),
    'yaml': yaml.load('a: [1, b]', Loader=yaml.CSafeLoader),
    'markupsafe': markupsafe._speedups._escape_inner('<'),
    'watchfiles': watchfiles.Change.added.name,
    'wcwidth': wcwidth.wcswidth('\u30b3a'),
    'websockets': websockets.speedups.apply_mask(b'abcd', b'\\0\\0\\0\\0').decode(),
}))
`;

export const DONE = {
  httptools: 'b=c',
  pydantic: 7,
  pydantic_core: '{"a":[1,null]}',
  asyncpg: true,
  'uvloop and asyncpg': 'uvloop',
  greenlet: 'switched',
  sqlalchemy: true,
  yaml: { a: [1, 'b'] },
  markupsafe: '&lt;',
  watchfiles: 'added',
  wcwidth: 3,
  websockets: 'abcd',
};
