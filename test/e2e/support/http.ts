import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came: what is compressed stays so. */
  readonly body: Buffer;
}

interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Called when all but the last byte is on its way; that one goes when the promise resolves. */
  readonly beforeLastByte?: () => Promise<void>;
  /** Of TLS. */
  readonly ca?: string;
  readonly servername?: string;
}

/** One request by one connection; unlike `fetch` it follows no redirect and decompresses nothing. */
export function ask(
  origin: string,
  path: string,
  { body = '', beforeLastByte, ...options }: Question = {},
): Promise<Answer> {
  const { protocol, hostname, port } = new URL(origin);
  const all: RequestOptions & { readonly ca?: string; readonly servername?: string } = {
    hostname,
    port,
    path,
    agent: false,
    timeout: 15_000,
    ...options,
  };
  return new Promise((resolve, reject) => {
    const sent = (protocol === 'https:' ? requestTls : request)(all, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`${path}: no answer`)));
    sent.on('error', reject);
    const bytes = Buffer.from(body);
    if (!beforeLastByte) sent.end(bytes);
    else
      sent.write(bytes.subarray(0, -1), () => void beforeLastByte().then(() => sent.end(bytes.subarray(-1)), reject));
  });
}

export async function askJson<T = Record<string, unknown>>(
  origin: string,
  path: string,
  question?: Question,
): Promise<T> {
  const { body } = await ask(origin, path, question);
  return JSON.parse(body.toString()) as T;
}

/** Sends bytes that no HTTP client would, and returns all that comes back. */
export function askRaw(origin: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(15_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => {
      resolve(Buffer.concat(chunks).toString());
    });
  });
}
