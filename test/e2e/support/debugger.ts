import { connect } from 'node:net';

/** What a debugger answers to the first request of the Debug Adapter Protocol. */
export interface Initialized {
  readonly type: string;
  readonly command?: string;
  readonly success?: boolean;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** The whole messages at the start of a stream: each has a header with its length. */
function messages(received: Buffer): readonly Initialized[] {
  const found: Initialized[] = [];
  let rest = received;
  for (;;) {
    const header = /^Content-Length: (\d+)\r\n\r\n/.exec(rest.toString('latin1'));
    if (!header) return found;
    const [start, length] = [header[0].length, Number(header[1])];
    if (rest.length < start + length) return found;
    found.push(JSON.parse(rest.subarray(start, start + length).toString()) as Initialized);
    rest = rest.subarray(start + length);
  }
}

/** Introduces itself to a debugger, as an editor does, and returns what it answers. */
export function initializeDebugger(port: number): Promise<Initialized> {
  const request = JSON.stringify({
    seq: 1,
    type: 'request',
    command: 'initialize',
    arguments: { adapterID: 'debugpy', clientID: 'e2e' },
  });
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`Content-Length: ${Buffer.byteLength(request)}\r\n\r\n${request}`),
    );
    socket.setTimeout(10_000, () => socket.destroy(new Error('The debugger does not answer.')));
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error(`The debugger hung up after ${JSON.stringify(received.toString())}`));
    });
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const answer = messages(received).find(({ type }) => type === 'response');
      if (!answer) return;
      resolve(answer);
      socket.destroy();
    });
  });
}
