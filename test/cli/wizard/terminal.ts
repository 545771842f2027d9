import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import headless from '@xterm/headless';

export interface TerminalOptions {
  readonly columns: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** As it would be on a terminal that is wide enough. */
const unbroken = (screen: string): string => screen.replaceAll(/ *\n(?:[│|] {2})?/g, ' ');

/** A program on a real terminal, and what a person sees of it. */
export class Session {
  readonly #child: ChildProcess;
  readonly #screen: InstanceType<typeof headless.Terminal>;
  readonly #ended: Promise<number>;
  #pid = '';
  #raw = '';

  public constructor(
    command: readonly string[],
    { columns, rows = 60, env = {}, cwd = process.cwd() }: TerminalOptions,
  ) {
    this.#screen = new headless.Terminal({ cols: columns || 80, rows, allowProposedApi: true, convertEol: false });
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(
      'python3',
      [join(import.meta.dirname, 'on-terminal.py'), String(columns), String(rows), ...command],
      {
        cwd,
        env: { PATH, HOME, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env },
      },
    );
    this.#child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.#raw += text;
      this.#screen.write(text);
    });
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.#pid += text));
    this.#ended = once(this.#child, 'close').then(([code]) => code as number);
  }

  /** What is on the screen, without the blank ends of lines. */
  public async screen(): Promise<string> {
    await new Promise<void>((resolve) => this.#screen.write('', resolve));
    const { active } = this.#screen.buffer;
    const lines = Array.from(
      { length: active.length },
      (_, index) => active.getLine(index)?.translateToString(true) ?? '',
    );
    return `${lines.join('\n').trimEnd()}\n`;
  }

  /** What is copied line by line: what the terminal itself broke, because it is narrow, is one line. */
  public async lines(): Promise<readonly string[]> {
    await new Promise<void>((resolve) => this.#screen.write('', resolve));
    const { active } = this.#screen.buffer;
    const lines: string[] = [];
    for (let index = 0; index < active.length; index += 1) {
      const line = active.getLine(index)!;
      const text = line.translateToString(false);
      if (line.isWrapped) lines.push(`${lines.pop() ?? ''}${text}`);
      else lines.push(text);
    }
    return lines.map((line) => line.trimEnd());
  }

  /** Waits until the screen shows a text. @throws Error with the screen where the program ends before. */
  public async shows(text: string): Promise<string> {
    for (const until = Date.now() + 20_000; Date.now() < until;) {
      const screen = await this.screen();
      // A frame is written in several parts.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const still = screen === (await this.screen());
      if (still && unbroken(screen).includes(text)) return screen;
      if (still && this.#child.exitCode !== null) break;
    }
    this.#child.kill();
    throw new Error(`It never showed "${text}":\n${await this.screen()}${this.#pid}`);
  }

  public type(keys: string): void {
    this.#child.stdin!.write(keys);
  }

  public signal(name: NodeJS.Signals): void {
    process.kill(Number.parseInt(this.#pid, 10), name);
  }

  /** Its exit code; 128 and the number of the signal where one ended it. */
  public end(): Promise<number> {
    return this.#ended;
  }

  /** Whether the cursor is there when all is over. */
  public get cursor(): boolean {
    return this.#raw.lastIndexOf('\u001B[?25h') >= this.#raw.lastIndexOf('\u001B[?25l');
  }

  public get raw(): string {
    return this.#raw;
  }
}
