import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCardHeading } from '#lib/deck/syntax/heading.ts';
import { findBlanks } from '#lib/deck/syntax/blanks.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';

const pythonMissing = spawnSync('python3', ['--version']).status !== 0;
if (pythonMissing) console.log('The programs of the deck are not run: there is no python3 on this host.');

const limitMs = 15_000;

interface Fence {
  readonly lang: string;
  /** With every blank filled in. */
  readonly code: string;
}

const { cards } = splitDeck(readFileSync(join(import.meta.dirname, 'sockets.md'), 'utf8'));

const fencesByCard = new Map(
  cards.map(({ source }) => {
    const { comment } = parseCardHeading(source.split('\n', 1)[0] ?? '').heading;
    return [comment.id?.value ?? '', fencesOf(source)];
  }),
);

function fencesOf(card: string): Fence[] {
  const matches = card.matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...matches].map(([, lang = '', code = '']) => ({
    lang,
    code: lang === 'python' ? filledIn(code) : code,
  }));
}

function filledIn(code: string): string {
  const lines = code.split('\n').map((line) => {
    const { blanks } = findBlanks(line, true);
    return blanks.reduceRight(
      (text, { start, end, answer }) => text.slice(0, start) + answer + text.slice(end),
      line,
    );
  });
  return lines.join('\n');
}

/** A complete program begins with its file's name. */
function isProgram({ lang, code }: Fence): boolean {
  return lang === 'python' && /^# \w+\.py\n/.test(code);
}

/** The program of a card, and what the card says that it prints (a `text` fence below it). */
function programOf(card: string): { code: string; prints: string | null } {
  const fences = fencesByCard.get(card) ?? [];
  const at = fences.findIndex(isProgram);
  const program = fences[at];
  if (program === undefined) throw new Error(`card ${card} has no complete program`);
  const next = fences[at + 1];
  return { code: program.code, prints: next?.lang === 'text' ? next.code : null };
}

class Program {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  private readonly closed: Promise<unknown>;

  constructor(card: string, port: number) {
    const code = programOf(card).code.replaceAll('65000', String(port));
    // `-X dev` reports every socket that the program leaves open, on stderr.
    this.child = spawn('python3', ['-u', '-X', 'dev', '-c', code], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs,
      killSignal: 'SIGKILL',
    });
    this.child.stdout?.on('data', (bytes: Buffer) => (this.stdout += bytes.toString()));
    this.child.stderr?.on('data', (bytes: Buffer) => (this.stderr += bytes.toString()));
    this.closed = once(this.child, 'close');
  }

  /** Waits until the program has printed this; fails when it ends before. */
  async printed(text: string): Promise<void> {
    while (!this.stdout.includes(text)) {
      const ended = this.closed.then(() => true);
      const more = this.child.stdout === null ? ended : once(this.child.stdout, 'data').then(() => false);
      if ((await Promise.race([more, ended])) && !this.stdout.includes(text)) {
        throw new Error(`ended without printing ${JSON.stringify(text)}\n${this.stdout}${this.stderr}`);
      }
    }
  }

  async end(): Promise<number | null> {
    await this.closed;
    return this.child.exitCode;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
  }
}

async function listeningPort(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listeningPort(server);
  server.close();
  await once(server, 'close');
  return port;
}

interface Pair {
  readonly server: string;
  readonly client: string;
  /** What they print, where the card has no `text` fence. */
  readonly serverPrints?: string;
  readonly clientPrints?: string;
}

const pairs: readonly Pair[] = [
  { server: 'server-program', client: 'client-program' },
  {
    server: 'server-blanks',
    client: 'client-with',
    serverPrints: "listening\nserved b'Hello world'\n",
    clientPrints: "received b'HELLO WORLD'\n",
  },
  { server: 'echo-program', client: 'long-client' },
];

/** Programs that a test of their own runs. */
const runAlone = ['thread-program', 'two-variables'];

describe.skipIf(pythonMissing)('the programs of the deck', () => {
  test('are all run by one of these tests', () => {
    const programs = [...fencesByCard].filter(([, fences]) => fences.some(isProgram)).map(([card]) => card);
    const run = [...pairs.flatMap(({ server, client }) => [server, client]), ...runAlone];
    expect(programs.sort()).toEqual(run.sort());
  });

  test.each(pairs)(
    '$server and $client print what their cards say, and close their sockets',
    async (pair) => {
      const port = await freePort();
      const server = new Program(pair.server, port);
      try {
        await server.printed('listening\n');
        const client = new Program(pair.client, port);
        try {
          expect(await client.end(), client.stderr).toBe(0);
          expect(await server.end(), server.stderr).toBe(0);
          expect(client.stdout).toBe(programOf(pair.client).prints ?? pair.clientPrints);
          expect(server.stdout).toBe(programOf(pair.server).prints ?? pair.serverPrints);
          expect(client.stderr + server.stderr).toBe('');
        } finally {
          await client.kill();
        }
      } finally {
        await server.kill();
      }
    },
  );

  test('thread-program serves a client while another one is silent', async () => {
    const port = await freePort();
    const server = new Program('thread-program', port);
    try {
      await server.printed('listening\n');
      const silent = connect(port, '127.0.0.1');
      const client = new Program('client-program', port);
      try {
        await once(silent, 'connect');
        expect(await client.end(), client.stderr).toBe(0);
        expect(client.stdout).toBe(programOf('client-program').prints);
        silent.end();
        await server.printed('served one\nserved one\n');
        expect(server.stdout).toBe(programOf('thread-program').prints);
        expect(server.stderr).toBe('');
      } finally {
        silent.destroy();
        await client.kill();
      }
    } finally {
      await server.kill();
    }
  });

  test('two-variables ends with the exception that the card names, as an echo server runs', async () => {
    // The client ends without reading its echo, which resets the connection.
    const server = createServer((socket) => socket.on('error', () => socket.destroy()).pipe(socket));
    const client = new Program('two-variables', await listeningPort(server));
    try {
      expect(await client.end()).toBe(1);
      expect(client.stderr).toContain("NameError: name 's' is not defined");
    } finally {
      await client.kill();
      server.close();
    }
  });

  test('two-variables does not get that far without a server', async () => {
    const client = new Program('two-variables', await freePort());
    expect(await client.end()).toBe(1);
    expect(client.stderr).toContain('ConnectionRefusedError');
    expect(client.stderr).not.toContain('NameError');
  });

  test('come with a list to grade oneself by, where the card asks to write one', () => {
    const asked = cards.filter(({ source }) => source.startsWith('## Write a complete '));
    expect(asked.length).toBeGreaterThanOrEqual(5);
    for (const { source } of asked) expect(source).toMatch(/^It must have:\n\n(?:- .+\n){4,5}\n/m);
  });

  test('parse as Python, as do all other code fences with their blanks filled in', () => {
    const snippets = [...fencesByCard].flatMap(([card, fences]) =>
      fences.filter(({ lang }) => lang === 'python').map(({ code }) => ({ card, code })),
    );
    const parseAll = [
      'import ast, json, sys',
      'for snippet in json.load(sys.stdin):',
      '    try: ast.parse(snippet["code"])',
      '    except SyntaxError as error: print(snippet["card"], error)',
    ].join('\n');
    const { stdout, stderr } = spawnSync('python3', ['-c', parseAll], {
      input: JSON.stringify(snippets),
      encoding: 'utf8',
      timeout: limitMs,
    });
    expect(snippets.length).toBeGreaterThan(10);
    expect(stdout + stderr).toBe('');
  });
});
