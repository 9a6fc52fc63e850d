import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { exportLabScript } from '#lib/lab/export/lab-script.ts';
import { exportPython } from '#lib/lab/export/python-program.ts';
import { formatValue } from '#lib/lab/protocol/format-value.ts';
import type { LabEvent, Limits } from '#lib/lab/protocol/messages.ts';
import { parseLabFile } from '#lib/lab/script/read-scripts.ts';
import type { LabScript } from '#lib/lab/script/syntax/ast.ts';
import { createDiagramBuilder } from '#lib/lab/sequence-diagram/rows.ts';
import { LabLog } from '#lib/lab/timeline/lab-log.ts';
import { createTimeline, type Timeline } from '#lib/lab/timeline/timeline.ts';
import { formatTranscript, parseTranscript } from '#lib/lab/timeline/transcript.ts';
import { createLabKernel } from '#server/kernel/create-lab-kernel.ts';
import type { LabKernel } from '#server/kernel/lab-kernel.ts';
import { reasonVariable } from '#server/process/private-command.mjs';
import { runScript } from '../../scripts/lab/run-script.ts';

const kernel = createLabKernel({ hostReason: process.env[reasonVariable] ?? null });
afterAll(() => kernel.close());

const limits: Limits = {
  programs: 16,
  threads: 16,
  sockets: 64,
  callsPerSecond: 500,
  recvBytes: 65_536,
  sendBytes: 4_194_304,
  bufferedBytes: 8_388_608,
  unacknowledgedBytes: 262_144,
  idleMs: 900_000,
  resumeMs: 60_000,
};

const probe = kernel.openSession({ asRoot: false, limits, emit: () => {}, fail: () => {} });
if (!probe.ok) throw new Error(probe.error.message);
const { network } = probe.value;
probe.value.close();
const isPrivate = network.kind === 'private';

/** What a script's session says, as a browser gets it. */
async function record(lab: LabKernel, text: string, script: LabScript) {
  const ran = await runScript(lab, { file: 'lab.md', text }, script, new AbortController().signal);
  const log = new LabLog();
  log.append({
    type: 'opened',
    seq: 1,
    at: 0,
    session: 'one',
    token: 'secret',
    resumed: false,
    network: { ...network, asRoot: script.asRoot },
    limits,
  });
  ran.events.forEach((event, index) => log.append({ ...event, seq: index + 2 }));
  return { ran, events: log.events };
}

function only(source: string): { readonly text: string; readonly script: LabScript } {
  const text = `\`\`\`lab\n${source.trim()}\n\`\`\`\n`;
  const { scripts, diagnostics } = parseLabFile(text, 'lab.md');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [script] = scripts;
  if (script === undefined) throw new Error('No script.');
  return { text, script };
}

async function recordOnly(source: string): Promise<{ events: readonly LabEvent[]; timeline: Timeline }> {
  const { text, script } = only(source);
  const { ran, events } = await record(kernel, text, script);
  expect(ran.failure).toBeNull();
  const timeline = createTimeline();
  timeline.append(events);
  return { events, timeline };
}

const connected = `
server> s = socket(AF_INET, SOCK_STREAM)
server> s.bind(('127.0.0.1', 65000))
server> s.listen(1)
client> c = socket(AF_INET, SOCK_STREAM)
client> c.connect(('127.0.0.1', 65000))`;

describe.skipIf(!isPrivate)('the fold of a log agrees with the kernel', () => {
  it('names sockets as their programs do, with the states that the kernel gives them', async () => {
    const { timeline } = await recordOnly(`${connected}
state s LISTEN queue 1/1
server> conn, addr = s.accept()
state conn ESTABLISHED`);
    const [server, client] = timeline.latest.programs;
    expect(
      server?.descriptors.map(({ fd, name, record: found }) => [
        fd,
        name,
        found?.state,
        found?.acceptQueue?.waiting,
      ]),
    ).toEqual([
      [3, 's', 'LISTEN', 0],
      [4, 'conn', 'ESTABLISHED', undefined],
    ]);
    expect(client?.descriptors.map(({ name, record: found }) => [name, found?.state])).toEqual([
      ['c', 'ESTABLISHED'],
    ]);
    expect(server?.lines.map((line) => line.kind === 'call' && line.text)).toEqual([
      's = socket(AF_INET, SOCK_STREAM)',
      "s.bind(('127.0.0.1', 65000))",
      's.listen(1)',
      'conn, addr = s.accept()',
    ]);
    expect(server?.variables.get('addr')).toEqual({
      tuple: ['127.0.0.1', client?.descriptors[0]?.record?.local?.port],
    });
  });

  it("shows a blocked recv, what it gave in the end, and b'' after the FIN", async () => {
    const { timeline, events } = await recordOnly(`${connected}
server> conn, addr = s.accept()
server> conn.recv(1024)
blocks
client> c.sendall(b'Hello world')
server returns b'Hello world'
client> c.close()
server> conn.recv(1024)
returns b''
state conn CLOSE-WAIT
state c FIN-WAIT-2`);
    const recvs = events.flatMap((event) =>
      event.type === 'entered' && event.call.name === 'recv' ? [event] : [],
    );
    const blockedAt = events.findIndex((event) => event.type === 'blocked');
    const waiting = timeline.snapshot(blockedAt + 1).programs[0]?.lines.at(-1);
    expect(waiting).toMatchObject({ kind: 'call', blocked: { waitsFor: 'data', fd: 4 }, outcome: null });
    const lines = timeline.latest.programs[0]?.lines ?? [];
    const results = lines.flatMap((line) =>
      line.kind === 'call' &&
      line.call.name === 'recv' &&
      line.outcome?.kind === 'returned' &&
      line.outcome.result.ok
        ? [formatValue(line.outcome.result.value)]
        : [],
    );
    expect(recvs).toHaveLength(2);
    expect(results).toEqual(["b'Hello world'", "b''"]);
    const client = timeline.latest.programs[1];
    expect(client?.descriptors).toEqual([]);
    expect(client?.variables.get('c')).toEqual({ socket: -1 });
    expect([...timeline.latest.sockets.values()].find((one) => one.program === 'client')).toMatchObject({
      fd: null,
      state: 'FIN-WAIT-2',
    });
  });

  it('ends a call that was on its way when its program ends, and begins anew after a reset', async () => {
    const { timeline, events } = await recordOnly(`${connected}
server> conn, addr = s.accept()
server> conn.recv(1)
blocks
exit server
state c CLOSE-WAIT
reset
client> c = socket()`);
    const exitedAt = events.findIndex((event) => event.type === 'exited');
    const server = timeline.snapshot(exitedAt + 1).programs[0];
    expect(server).toMatchObject({ isRunning: false, descriptors: [], threads: [] });
    expect(server?.lines.slice(-2)).toMatchObject([{ outcome: { kind: 'unfinished' } }, { kind: 'exit' }]);
    expect(timeline.latest.programs.map(({ name, lines }) => [name, lines.length])).toEqual([['client', 1]]);
    expect(timeline.latest.sockets.size).toBe(1);
  });

  it('draws the handshake between the call and its return, and a connection that has not been accepted', async () => {
    const { events } = await recordOnly(`${connected}
state s LISTEN queue 1/1`);
    const builder = createDiagramBuilder();
    for (const event of events) builder.append(event);
    const { rows, lanes } = builder.diagram(events.length);
    expect(lanes).toEqual(['server', 'client']);
    const shown = rows.flatMap(({ mark }) =>
      mark.kind === 'segment'
        ? [`${mark.from} ${mark.segment.flags.join(' ')} ${mark.to}`]
        : mark.kind === 'state'
          ? [`${mark.name} ${mark.state ?? 'gone'}`]
          : 'name' in mark && mark.name === 'connect'
            ? [mark.kind]
            : [],
    );
    expect(shown.filter((one) => !one.includes('LISTEN') && !one.includes('ESTABLISHED'))).toEqual([
      'call',
      'client SYN server',
      'server SYN ACK client',
      'client ACK server',
      'return',
    ]);
    expect(shown).toContain('c ESTABLISHED');
    expect(shown).toContain('not accepted ESTABLISHED');
  });
});

it.skipIf(!isPrivate)('shows where Python closed a socket by itself, and no row for a value', async () => {
  const { events, timeline } = await recordOnly(`${connected}
server> s.accept()
server> HOST = '127.0.0.1'
client> c.recv(10)
returns b''`);
  const builder = createDiagramBuilder();
  for (const event of events) builder.append(event);
  const { rows } = builder.diagram(events.length);
  const marks = rows.map(({ mark }) => mark);
  expect(marks).toContainEqual({ kind: 'unreferenced', lane: 'server', fd: 4, name: null });
  expect(marks.some((mark) => mark.kind === 'call' && mark.name === 'value')).toBe(false);
  const [server] = timeline.latest.programs;
  expect(server?.descriptors.map(({ fd }) => fd)).toEqual([3]);
  expect(server?.variables.get('HOST')).toBe('127.0.0.1');
});

const folder = fileURLToPath(new URL('../../content/labs/', import.meta.url));
const scripts = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => {
    const text = readFileSync(`${folder}${name}`, 'utf8');
    return parseLabFile(text, name)
      .scripts.filter(({ isBroken }) => !isBroken)
      .map((script) => ({ name, text, script }));
  });

/** The loopback interface of a new network is switched off; elsewhere this is not allowed, and not needed. */
const loopbackUp = `
import fcntl, socket as sockets, struct
try:
    fcntl.ioctl(sockets.socket(), 0x8914, struct.pack('16sH14x', b'lo', 0x41))
except OSError:
    pass
`;

/** Runs a program in a network of its own: what another left in TIME-WAIT is not there. */
function runPython(program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('unshare', ['--net', '--', 'python3', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let reported = '';
    child.stdout.on('data', (text: Buffer) => (reported += text.toString()));
    child.stderr.on('data', (text: Buffer) => (reported += text.toString()));
    const timer = setTimeout(() => child.kill(), 12_000);
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(reported);
    });
    child.stdin.end(loopbackUp + program);
  });
}

/** Without what varies from run to run. */
function plain(result: string): string {
  return result
    .replaceAll(/<socket.*?>/g, '<socket>')
    .replaceAll(/(?<=')127\.0\.0\.1', \d{5}/g, "127.0.0.1', …")
    .replaceAll(/(?<=\[\(\d+, )(?:POLLOUT|4)/g, '…')
    .replaceAll(/\[\(\d+/g, '[(…')
    .replace(/^(\w*Error)\(.*$/, '$1');
}

/** What the calls gave, in their order. */
function printed(reported: string): string[] {
  return [...reported.matchAll(/^(\d+)\. .*\n {3}(.*)$/gm)]
    .sort(([, a], [, b]) => Number(a) - Number(b))
    .map(([, , result]) => plain(result ?? ''));
}

it.skipIf(!isPrivate)(
  'ends by itself, as a Python program, when a call goes otherwise than in the lab',
  async () => {
    const { events } = await recordOnly(`${connected}
server> conn, addr = s.accept()
client> c.sendall(b'x')
server> conn.recv(1)
returns b'x'`);
    const program = exportPython(events).replaceAll(
      "connect(('127.0.0.1', 65000))",
      "connect(('127.0.0.1', 1))",
    );
    const reported = await runPython(program.replace(/, 1\d\n/, ', 1\n'));
    expect(reported).toContain('ConnectionRefusedError');
    expect(reported).toContain('went otherwise than in the lab');
  },
);

describe.skipIf(!isPrivate)('what the labs did can be exported', () => {
  it.each(scripts.map(({ name, text, script }) => [`${name}:${String(script.line)}`, text, script] as const))(
    '%s, as a lab script that passes, and as a transcript that gives the same snapshots',
    async (_, text, script) => {
      const { ran, events } = await record(kernel, text, script);
      expect(ran.failure).toBeNull();
      const exported = exportLabScript(events);
      const again = parseLabFile(exported, 'again.md');
      expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      const [parsed] = again.scripts;
      if (parsed === undefined) throw new Error('No script.');
      const { failure } = await runScript(
        kernel,
        { file: 'again.md', text: exported },
        parsed,
        new AbortController().signal,
      );
      expect(failure && { failure, exported }).toBeNull();
      const read = parseTranscript(formatTranscript(events));
      expect(read.ok).toBe(true);
      const [live, saved] = [createTimeline(), createTimeline()];
      live.append(events);
      if (read.ok) saved.append(read.value);
      expect(saved.latest).toEqual(live.latest);
    },
    60_000,
  );

  it.each([
    `${connected}
server> conn, addr = s.accept()
server> conn.recv(1024)
blocks
client> c.sendall(b"it's")
server returns b"it's"
server> conn.sendall(b'yes')
client> c.recv(1024)
returns b'yes'
client> c.close()
server> conn.recv(1024)
returns b''`,
    `
server> s = socket(AF_INET, SOCK_STREAM)
server> s.bind(('127.0.0.1', 0))
server> _, port = s.getsockname()
server> s.listen()
server/2> conn, addr = s.accept()
blocks
client> c = socket()
client> c.connect(('127.0.0.1', port))
server/2 returns (_, _)
client> c.send(b'x' * 3)
server> conn.recv(10)
returns b'xxx'
client> c.connect(('127.0.0.1', port))
raises EISCONN
client> poll([(c, POLLOUT)], 100)`,
    `
client> c = socket()
client> c.connect(('127.0.0.1', 65000))
raises ConnectionRefusedError
client> c.bind('127.0.0.1', 65000)
raises TypeError
client> d = socket()
client> d.connect(('127.0.0.1', 70000))
raises OverflowError
client> d.settimeout(0.2)
client> d.gettimeout()
returns 0.2`,
    // The server has nothing more to do, and keeps its sockets.
    `${connected}
server> conn, addr = s.accept()
client> c.settimeout(0.3)
client> c.recv(10)
raises TimeoutError
client> d = socket(AF_INET, SOCK_STREAM)
client> d.connect(('127.0.0.1', 65000))`,
    // Sockets that nothing refers to are closed, here and there.
    `${connected}
server> s.accept()
client> c.recv(10)
returns b''
client> c = socket()
client> c.connect(('127.0.0.1', 65000))
server> conn, addr = s.accept()
server> conn = None
client> c.recv(10)
returns b''
server> s = socket()
client> d = socket()
client> d.connect(('127.0.0.1', 65000))
raises ConnectionRefusedError`,
    `
server> HOST = '127.0.0.1'
server> PORT = 65000
server> addr = (HOST, PORT)
server> s = socket()
server> s.bind(addr)
server> s.listen()
client> c = socket()
client> c.connect(('127.0.0.1', 65000))
server> pair = s.accept()
server> pair.recv(5)
raises AttributeError
client> c.sendall('text'.encode())
server> data = pair[0].recv(5)
server> text = data.decode()
server> pair[0].sendall(data * 2)
client> c.recv(20)
returns b'texttext'
server> pair = None
client> c.recv(20)
returns b''`,
  ])('as a Python program that prints what the log says, script %#', async (source) => {
    const { events, timeline } = await recordOnly(source);
    const program = exportPython(events);
    const reported = await runPython(program);
    const expected = timeline.latest.programs
      .flatMap(({ lines }) => lines.flatMap((line) => (line.kind === 'call' ? [line] : [])))
      .sort((a, b) => a.enteredSeq - b.enteredSeq)
      .map(({ outcome }) => {
        if (outcome?.kind !== 'returned') return null;
        const { result } = outcome;
        return plain(result.ok ? formatValue(result.value) : result.error.exception);
      });
    expect(printed(reported), `${program}\n${reported}`).toEqual(expected);
  });
});
