import { callCodes } from '#lib/diagnostics/call-codes.ts';
import { heldSockets } from '#lib/lab/protocol/encode-value.ts';
import type { LabCall } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { NameNode } from '#lib/lab/script/syntax/ast.ts';
import { parseCall } from '#lib/lab/script/syntax/call.ts';
import { type CallCursor, Cursor, meant } from '#lib/lab/script/syntax/cursor.ts';
import { type Evaluated, evaluateCall } from '#lib/lab/script/syntax/evaluate.ts';
import { withPlainSigns } from '#lib/lab/script/syntax/foreign-sign.ts';
import { Variables } from '#lib/lab/script/syntax/variables.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';

export type ParsedPrompt =
  | { readonly ok: true; readonly call: LabCall; readonly targets: string[] }
  /** `message` and `help` without a full stop; `start` and `end` are offsets in the line, the latter exclusive. */
  | {
      readonly ok: false;
      readonly message: string;
      readonly help: string;
      readonly start: number;
      readonly end: number;
    };

type Refused = Extract<ParsedPrompt, { ok: false }>;
const targetName = /^[A-Za-z_][A-Za-z0-9_]{0,39}$/;
const maxTargets = 8;

function refused({ start, end }: { start: number; end: number }, message: string, help: string): Refused {
  return { ok: false, message, help, start, end };
}

function noValue(at: NameNode, message: string, help: string): Evaluated {
  return { ok: false, at, message, help };
}

function variablesOf(snapshot: Snapshot): Variables<PythonValue> {
  const variables = new Variables<PythonValue>();
  for (const { name: program, variables: own } of snapshot.programs)
    for (const [name, value] of own) variables.set(program, name, value);
  return variables;
}

/** What the names of one line mean. */
class Names {
  readonly #variables: Variables<PythonValue>;
  readonly #program: string;

  constructor(snapshot: Snapshot, program: string) {
    this.#variables = variablesOf(snapshot);
    this.#program = program;
  }

  find(node: NameNode): Evaluated {
    const found = this.#variables.find(this.#program, node);
    switch (found.kind) {
      case 'found':
        if (found.program === this.#program || heldSockets(found.value).length === 0)
          return { ok: true, value: found.value };
        return noValue(
          node,
          `\`${node.name}\` is a socket of \`${found.program}\`, and programs do not share sockets`,
          'use one of this program, or open one with `s = socket()`',
        );
      case 'ambiguous':
        return noValue(
          node,
          `\`${node.name}\` is a variable of ${found.programs.map((name) => `\`${name}\``).join(' and ')}`,
          `put the program before it, as in \`${found.programs[0] ?? ''}.${node.name}\``,
        );
      case 'unbound': {
        const near = meant(node.name, [...this.#variables.names(), 'None', 'True', 'False']);
        return noValue(
          node,
          `\`${node.name}\` has no value yet`,
          near === null ? 'give it one first, as in `s = socket()`' : `write \`${near}\``,
        );
      }
      default:
        return found satisfies never;
    }
  }
}

/** One mistake is reported once, as in a lab script: characters that only look like Python's come first. */
function read(line: string): {
  readonly parsed: ReturnType<typeof parseCall>;
  readonly mistake: Refused | null;
} {
  const plain = withPlainSigns(line, 0);
  let mistake = plain === null ? null : refused(plain.found, plain.found.message, plain.found.help);
  const cursor: CallCursor = new Cursor(
    plain?.line ?? line,
    0,
    (code, range, message, help) => {
      const info = callCodes[code];
      mistake ??= refused(range, message ?? info.message, help ?? info.help);
    },
    'prompt',
  );
  const parsed = parseCall(cursor);
  return { parsed, mistake };
}

/**
 * Reads a line that is typed at a program's prompt: one call, as a lab script has it behind `program>`. Names are those of
 * the program, or plain values of another. Never throws.
 *
 * @param program one that has made no call yet has no variables
 *
 * @example
 * parsePrompt("conn.recv(1024)", snapshot, 'server')
 */
export function parsePrompt(line: string, snapshot: Snapshot, program: string): ParsedPrompt {
  const { parsed, mistake } = read(line);
  const { call, targets } = parsed;
  if (mistake !== null) return mistake;
  if (call === null)
    return refused(
      { start: 0, end: line.length },
      'this is not a call',
      'write `s = socket()`, or another call',
    );
  const odd = targets.find(({ name }, index) => !targetName.test(name) || index >= maxTargets);
  if (odd !== undefined)
    return refused(
      odd,
      `\`${odd.name}\` cannot be a variable here`,
      'use a few short names of plain letters',
    );
  const names = new Names(snapshot, program);
  const evaluated = evaluateCall(call, (node) => names.find(node));
  return evaluated.ok
    ? { ok: true, call: evaluated.call, targets: targets.map(({ name }) => name) }
    : refused(evaluated.at, evaluated.message, evaluated.help);
}
