import fc from 'fast-check';
import { expressionNames, functionNames, methodNames } from '#lib/lab/protocol/names.ts';
import { labEvent, type LabEvent } from '#lib/lab/protocol/messages.ts';
import { refusalCodes } from '#lib/lab/protocol/refusals.ts';
import { limits, network } from '#test/plausible-lab-log.ts';

/** What would run, or leave its place, if it got into a program or a script as it is. */
const attacks = [
  '\nattack()\n',
  '\r\nattack()\r',
  '\n    attack()\n',
  "'); attack() #",
  '"""\nattack()\n"""',
  "'''+attack()+'''",
  '\\',
  '\\\nattack()',
  '\fattack()',
  '\u2028attack()\u2029',
  '\u0085attack()',
  '\0',
  '\n```\n<script>attack()</script>\n```lab\n',
  '~~~',
  '{attack()}',
  'x(), attack(), y.z',
  '\ud800',
  '\u202eattack()',
  'None',
  '# coding: utf-7',
  '٣',
];

/** Names that a program must not get from a log as they are. */
const names = [
  ...[
    'if',
    'None',
    'class',
    'global',
    'lambda',
    'yield',
    'print',
    'repr',
    'end',
    'begin',
    'turn',
    'time',
    'error',
  ],
  ...[
    'Exception',
    'thread_2',
    'end_',
    'all_done',
    'threading',
    'socket',
    'poll',
    'AF_INET',
    'python_poll',
    '_',
  ],
  ...['s', 'conn', 'addr', 'a_program', 'a_b_program', 'a_program_s', '__import__', 'A'.repeat(40)],
];

const text = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(...names),
);
const program = fc.constantFrom('a', 'a-b', 'a_b', 'if', 'print', 'a_program');
const thread = fc.integer({ min: 1, max: 3 });

const scalar = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    -1,
    65_000,
    { int: `-1${'0'.repeat(20)}` },
    { float: -1.5e300 },
    { float: 5 },
  ),
  text,
  fc.constantFrom(
    { bytes: 'Jycn' },
    { bytes: 'XG4n', times: 3 },
    { bytes: 'YQ==', length: 9 },
    { constant: 'AF_INET' },
  ),
  fc.constantFrom({ flags: ['POLLIN', 'POLLOUT'] }),
  fc.integer({ min: -1, max: 5 }).map((fd) => ({ socket: fd })),
);
const flat = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.array(scalar, { maxLength: 3 }).map((tuple) => ({ tuple })),
);
const value = fc.oneof(
  flat,
  fc.array(flat, { maxLength: 2 }).map((tuple) => ({ tuple })),
);

const args = fc.array(value, { maxLength: 3 });
const call = fc.oneof(
  fc.record({ name: fc.constantFrom(...functionNames, ...expressionNames), args }),
  fc
    .tuple(value, text, args)
    .map(([object, method, rest]) => ({ name: 'attribute', args: [object, method, ...rest] })),
  fc.record({ name: fc.constantFrom(...methodNames), fd: fc.integer({ min: -1, max: 5 }), args }),
);
const targets = fc.option(fc.array(fc.constantFrom(...names), { maxLength: 3 }), { nil: undefined });
const id = fc.integer({ min: 1, max: 6 });

const body = fc.oneof(
  fc.record({ type: fc.constant('entered'), id, program, thread, call, targets }),
  fc.record({ type: fc.constant('entered'), id, program, thread, call, targets }),
  fc.record({
    type: fc.constant('blocked'),
    id,
    program,
    thread,
    waitsFor: fc.constant('data'),
    fd: fc.constant(3),
  }),
  fc.record({
    type: fc.constant('returned'),
    id,
    program,
    thread,
    result: fc.oneof(
      fc.record({ ok: fc.constant(true), value }),
      fc.record({
        ok: fc.constant(false),
        error: fc.record({ exception: text, errno: fc.constant(null), code: text, message: text }),
      }),
    ),
    interruptedBy: fc.option(id, { nil: undefined }),
  }),
  fc.record({
    type: fc.constant('refused'),
    id,
    code: fc.constantFrom(...refusalCodes),
    message: text,
    help: text,
  }),
  fc.record({ type: fc.constant('unreferenced'), program, fd: fc.integer({ min: -1, max: 5 }), name: text }),
  fc.record({ type: fc.constant('exited'), id, program, unfinished: fc.array(id, { maxLength: 2 }) }),
  fc.record({
    type: fc.constant('dropping'),
    id,
    program,
    fd: fc.integer({ min: -1, max: 5 }),
    direction: fc.constantFrom('in', 'out'),
    loss: fc.constantFrom({ kind: 'all' }, { kind: 'nothing' }, { kind: 'share', probability: 1e-9 }),
    lostSegments: fc.nat(3),
  }),
);

function withoutUndefined(event: object): object {
  return Object.fromEntries(Object.entries(event).filter(([, field]) => field !== undefined));
}

/** A log as a stranger may write it, which the wire language allows all the same. */
export const hostileLog: fc.Arbitrary<readonly LabEvent[]> = fc
  .array(fc.record({ body, pause: fc.constantFrom(0, 1_000, 400_000, 1e12) }), {
    minLength: 1,
    maxLength: 14,
  })
  .map((parts) => {
    let at = 0;
    const opened = { type: 'opened', seq: 1, at, session: '', token: '', resumed: false, network, limits };
    const events = parts.map(({ body: event, pause }, index) => {
      at += pause;
      return { ...withoutUndefined(event), seq: index + 2, at };
    });
    return [opened, ...events].map((event) => labEvent.parse(event));
  });
