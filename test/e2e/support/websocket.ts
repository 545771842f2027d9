import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';

const TEXT = 0x81;
const MASKED = 0x80;
const SHORT = 126;

/** The handshake of RFC 6455 by hand, because Node 20 has no client. */
function open(origin: string, path: string): Promise<Socket> {
  const key = randomBytes(16).toString('base64');
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': key,
  };
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, origin), { agent: false, headers, timeout: 10_000 });
    sent.on('upgrade', (response, socket) => {
      if (response.headers['sec-websocket-accept'] === accept) resolve(socket);
      else reject(new Error('The server did not accept the key.'));
    });
    sent.on('response', (response) => {
      response.resume();
      reject(new Error(`No upgrade, but ${response.statusCode!}`));
    });
    sent.on('timeout', () => sent.destroy(new Error('No upgrade within 10 s')));
    sent.on('error', reject);
    sent.end();
  });
}

function frame(text: string): Buffer {
  const mask = randomBytes(4);
  const payload = Buffer.from(text).map((byte, index) => byte ^ mask[index % 4]!);
  return Buffer.concat([Buffer.from([TEXT, MASKED | payload.length]), mask, payload]);
}

/** Sends one text, of at most 125 bytes, and returns the first text that comes back. */
export async function webSocketEcho(origin: string, path: string, text: string): Promise<string> {
  const socket = await open(origin, path);
  try {
    return await new Promise<string>((resolve, reject) => {
      let received = Buffer.alloc(0);
      socket.setTimeout(10_000, () => socket.destroy(new Error('No message within 10 s')));
      socket.on('error', reject);
      socket.on('close', () => {
        reject(new Error('The connection was closed.'));
      });
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        const [kind, length] = received;
        if (kind !== TEXT || length === undefined || length >= SHORT || received.length < 2 + length) return;
        resolve(received.subarray(2, 2 + length).toString());
      });
      socket.write(frame(text));
    });
  } finally {
    socket.destroy();
  }
}
