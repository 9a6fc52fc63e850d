import { planCalls, type PlanEntry, type PlannedCall, type Text } from '#lib/lab/export/call-plan.ts';
import { inOneLine, pythonName } from '#lib/lab/export/quote.ts';
import { formatValue } from '#lib/lab/protocol/format-value.ts';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';

const beginning = `"""Calls on sockets, made in the lab of Ackademy, as a program of their own: python3 this_file.py

Each program of the lab is a thread here. A call waits for its turn, and one that has to wait lets the next one go on.
"""
import threading
import time
from select import *
from socket import *

turn = threading.Condition()
all_done = threading.Event()  # which never comes: the threads end with this program
begun = 0  # the call that began last
waiting = set()  # calls that let the next one go on
returned = set()


def begin(number, waits=False, after=()):
    """Wait for the turn of this call: the one before it has returned, or waits, and those in \`after\` have returned."""
    global begun
    before = number - 1
    with turn:
        turn.wait_for(
            lambda: begun == before
            and (before == 0 or before in returned or before in waiting)
            and returned.issuperset(after)
        )
    if before in waiting:
        time.sleep(0.1)  # so that it has really begun to wait
    with turn:
        begun = number
        if waits:
            waiting.add(number)
        turn.notify_all()


def end(number, call, result):
    """Print what a call gave, and let the next one go on."""
    with turn:
        print(f'{number}. {call}\\n   {result}', flush=True)
        returned.add(number)
        turn.notify_all()
`;

const pollHelper = `

python_poll = poll


def poll(watched, timeout=None):
    """As the lab has it: descriptors and their events in one call."""
    poller = python_poll()
    for watched_socket, events in watched:
        poller.register(watched_socket, events)
    return poller.poll(timeout)
`;

const leastPatienceSeconds = 10;
const longestPauseMs = 300_000;

type Line = { readonly program: string; readonly thread: number; readonly lines: readonly string[] };

/** Why a call is not in the program; \`null\`: it is. */
function whyNot({ text, refused, end, blocked }: PlannedCall, isInterrupted: boolean): string | null {
  if (refused !== null) return refused;
  if (text === null) return 'the log does not have its socket, or not all of its bytes';
  if (isInterrupted) return 'it was interrupted, which a Python program cannot do to a thread of its own';
  if (end === null && !blocked) return 'the log ends before it returned';
  return null;
}

class Writer {
  readonly #lines: Line[] = [];
  readonly #numbers = new Map<PlannedCall, number>();
  readonly #returnedLater = new Set<PlannedCall>();
  /** Variables that other programs use, too. */
  readonly #shared = new Set<string>();
  readonly #functionNames = new Map<string, string>();
  readonly #entries: readonly PlanEntry[];
  #count = 0;
  #due: number[] = [];
  usesPoll = false;

  constructor(entries: readonly PlanEntry[]) {
    this.#entries = entries;
    for (const entry of entries) {
      if (entry.kind === 'return') this.#returnedLater.add(entry.of);
      if (entry.kind !== 'call') continue;
      for (const piece of entry.text ?? [])
        if (typeof piece !== 'string' && piece.program !== entry.program)
          this.#shared.add(`${piece.program} ${piece.name.replace(/\[.*/, '')}`);
    }
  }

  /** @param place a variable, or a place in its value: `conn[0]` */
  #name(program: string, place: string): string {
    const [, name = place, rest = ''] = /^(\w+)(\[\d+\])$/.exec(place) ?? [];
    const isShared = this.#shared.has(`${program} ${name}`);
    return `${isShared ? `${this.#functionName(program)}_${name}` : pythonName(name)}${rest}`;
  }

  /** Names of programs may have hyphens, and may be words of Python's or of this file. */
  #functionName(program: string): string {
    const known = this.#functionNames.get(program);
    if (known !== undefined) return known;
    const wanted = `${program.replaceAll('-', '_')}_program`;
    const used = [...this.#functionNames.values()];
    const name = used.includes(wanted) ? `${wanted}_${String(used.length + 1)}` : wanted;
    this.#functionNames.set(program, name);
    return name;
  }

  #textOf(text: Text): string {
    return text
      .map((piece) => (typeof piece === 'string' ? piece : this.#name(piece.program, piece.name)))
      .join('');
  }

  #comment(program: string, thread: number, comment: string): void {
    this.#lines.push({ program, thread, lines: [`# ${inOneLine(comment)}`] });
  }

  writeAll(): void {
    const interrupted = new Set(
      this.#entries.flatMap((entry) => (entry.kind === 'interrupt' ? [entry.of] : [])),
    );
    const ended = new Set<PlannedCall>();
    this.#entries.forEach((entry, index) => {
      if (entry.kind !== 'exit') return;
      for (const before of this.#entries.slice(0, index))
        if (before.kind === 'call' && before.program === entry.program && before.end === null)
          ended.add(before);
    });
    for (const entry of this.#entries) this.#write(entry, interrupted, ended);
  }

  #write(entry: PlanEntry, interrupted: ReadonlySet<PlannedCall>, ended: ReadonlySet<PlannedCall>): void {
    switch (entry.kind) {
      case 'call': {
        const why = ended.has(entry)
          ? 'it was still waiting when its program ended'
          : whyNot(entry, interrupted.has(entry));
        if (why === null) this.#writeCall(entry);
        else this.#comment(entry.program, entry.thread, `${this.#callText(entry)}: left out, ${why}`);
        return;
      }
      case 'return': {
        const number = this.#numbers.get(entry.of);
        if (number !== undefined) this.#due.push(number);
        return;
      }
      case 'interrupt':
        return;
      case 'forget': {
        const { program, name } = entry.variable;
        this.#writeLine(program, entry.thread, `${this.#name(program, name)} = None`);
        return;
      }
      case 'exit':
        this.#comment(entry.program, 1, `${entry.program} ends here, and the kernel closes its sockets.`);
        for (const { name, program } of entry.open)
          this.#writeLine(program, 1, `${this.#name(program, name)}.close()`);
        return;
      case 'lose': {
        const { program, direction, loss } = entry.dropping;
        const name = entry.socket === null ? 'a socket' : entry.socket.name;
        const what = `${loss.kind === 'nothing' ? 'no segment gets lost' : `segments get lost (${loss.kind})`}`;
        this.#comment(
          program,
          1,
          `In the lab ${what} ${direction === 'in' ? 'to' : 'from'} ${name} from here on, which cannot be done from Python.`,
        );
        return;
      }
      case 'wait':
        this.#pause = Math.min(entry.ms, longestPauseMs);
        return;
      default:
        entry satisfies never;
    }
  }

  #pause = 0;

  #callText(planned: PlannedCall): string {
    const called = planned.text === null ? `${planned.call.name}(…)` : this.#textOf(planned.text);
    const targets = planned.targets.map((target) =>
      target === null ? '_' : this.#name(target.program, target.name),
    );
    return targets.length === 0 ? called : `${targets.join(', ')} = ${called}`;
  }

  #writeCall(planned: PlannedCall): void {
    const { program, thread, call, targets, end } = planned;
    if (call.name === 'poll') this.usesPoll = true;
    const text = this.#callText(planned);
    const value = targets.map((target) => (target === null ? '_' : this.#name(target.program, target.name)));
    const shown = value.length > 1 ? `(${value.join(', ')})` : (value[0] ?? text);
    const number = this.#take(planned, this.#returnedLater.has(planned) || end === null);
    const formatted = formatValue(text);
    // A value without a name is not kept, so that Python closes a socket in it as it did in the lab.
    const body = [
      'try:',
      ...(targets.length === 0 ? [] : [`    ${text}`]),
      `    end(${number.name}, ${formatted}, repr(${shown}))`,
      'except Exception as error:',
      `    end(${number.name}, ${formatted}, repr(error))`,
    ];
    const waits = end === null ? ['# This call was still waiting when the log ended.'] : [];
    this.#lines.push({ program, thread, lines: [...number.lines, ...waits, ...body] });
  }

  #writeLine(program: string, thread: number, text: string): void {
    const { name, lines } = this.#take(null, false);
    this.#lines.push({
      program,
      thread,
      lines: [...lines, 'try:', `    ${text}`, 'finally:', `    end(${name}, ${formatValue(text)}, 'None')`],
    });
  }

  /** The next number, and what waits for its turn. A call that does not let others go on has to return before them. */
  #take(
    planned: PlannedCall | null,
    letsGoOn: boolean,
  ): { readonly name: string; readonly lines: readonly string[] } {
    this.#count += 1;
    if (planned !== null) this.#numbers.set(planned, this.#count);
    const waits = letsGoOn ? ', waits=True' : '';
    const after = this.#due.length === 0 ? '' : `, after=[${this.#due.join(', ')}]`;
    this.#due = [];
    const pause = this.#pause === 0 ? [] : [`time.sleep(${String(this.#pause / 1000)})`];
    this.#pause = 0;
    const name = String(this.#count);
    return { name, lines: ['', `begin(${name}${waits}${after})`, ...pause] };
  }

  /** Twice as long as the log took, and some more, so that the program ends even if a call never returns. */
  get #patienceSeconds(): number {
    const ends = this.#entries.flatMap((entry) =>
      entry.kind === 'call' && entry.end !== null ? [entry.end.at] : [],
    );
    const [first] = this.#entries.flatMap((entry) => (entry.kind === 'call' ? [entry.enteredAt] : []));
    const micros = Math.max(0, ...ends) - (first ?? 0);
    return Math.ceil((2 * Math.max(0, micros)) / 1_000_000) + leastPatienceSeconds;
  }

  /** A function for every program; its further threads are functions inside, and share its variables. */
  get functions(): string {
    const programs = [...new Set(this.#lines.map(({ program }) => program))];
    return programs.map((program) => this.#functionOf(program)).join('\n\n');
  }

  #functionOf(program: string): string {
    const own = this.#lines.filter((line) => line.program === program);
    const threads = [...new Set(own.map(({ thread }) => thread))]
      .filter((thread) => thread !== 1)
      .sort((a, b) => a - b);
    const names = this.#variablesOf(program);
    const local = names
      .filter((name) => !this.#shared.has(`${program} ${name}`))
      .map((name) => this.#name(program, name));
    const global = names
      .filter((name) => this.#shared.has(`${program} ${name}`))
      .map((name) => this.#name(program, name));
    const globalLine = global.length === 0 ? [] : [`global ${global.join(', ')}`];
    const inner = threads.flatMap((thread) => [
      '',
      `def thread_${String(thread)}():`,
      ...(local.length === 0 ? [] : [`    nonlocal ${local.join(', ')}`]),
      ...globalLine.map((line) => `    ${line}`),
      ...bodyOf(own, thread).map(indented),
      // Comments alone are no body.
      '    return',
      '',
      `threading.Thread(target=thread_${String(thread)}, daemon=True).start()`,
    ]);
    const shared = threads.length === 0 || local.length === 0 ? [] : [`${local.join(' = ')} = None`];
    const main = bodyOf(own, 1);
    const lines = [
      ...globalLine,
      ...shared,
      ...inner,
      ...main,
      '',
      'all_done.wait()  # so that its sockets stay open',
    ];
    return `def ${this.#functionName(program)}():\n${lines.map(indented).join('\n')}\n`;
  }

  #variablesOf(program: string): string[] {
    const names = this.#entries.flatMap((entry) =>
      entry.kind === 'call' && entry.program === program
        ? entry.targets.flatMap((target) => (target === null ? [] : [target.name]))
        : [],
    );
    return [...new Set(names)];
  }

  get ending(): string {
    const programs = [...new Set(this.#lines.map(({ program }) => program))].map((program) =>
      this.#functionName(program),
    );
    const last = [...this.#numbers].filter(([{ end }]) => end !== null).map(([, number]) => number);
    return [
      ...programs.map((name) => `threading.Thread(target=${name}, daemon=True).start()`),
      `with turn:`,
      `    if not turn.wait_for(`,
      `        lambda: begun == ${String(this.#count)} and returned.issuperset([${last.join(', ')}]), ${String(this.#patienceSeconds)}`,
      `    ):`,
      `        print(f'Call {begun} went otherwise than in the lab, so the calls after it were not made.')`,
      '',
    ].join('\n');
  }
}

function bodyOf(lines: readonly Line[], thread: number): string[] {
  return lines.filter((line) => line.thread === thread).flatMap((line) => line.lines);
}

function indented(line: string): string {
  return line === '' ? '' : `    ${line}`;
}

/**
 * The calls of a log since its last beginning, as one Python 3 program that makes them in the same order and
 * prints what each gives.
 */
export function exportPython(events: readonly LabEvent[]): string {
  const { entries } = planCalls(events);
  const writer = new Writer(entries);
  writer.writeAll();
  const poll = writer.usesPoll ? pollHelper : '';
  return `${beginning}${poll}\n\n${writer.functions}\n\n${writer.ending}`;
}
