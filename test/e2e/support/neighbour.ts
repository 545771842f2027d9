import { run } from './shell.js';

/** Requests an address from a throw-away container on a network, and returns the address of that container. */
export async function askAsNeighbour(network: string, image: string, url: string, headers: object): Promise<string> {
  const script = [
    'import json, socket, sys, urllib.request as r',
    'r.urlopen(r.Request(sys.argv[1], headers=json.loads(sys.argv[2])))',
    'print(socket.gethostbyname(socket.gethostname()))',
  ];
  const python = ['python', '-c', script.join('\n'), url, JSON.stringify(headers)];
  return (await run(['docker', 'run', '--rm', '--network', network, image, ...python])).trim();
}
