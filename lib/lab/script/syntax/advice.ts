/** Where a line is read: in a lab script, or at the prompt of the page. What can be written differs. */
export type Place = 'script' | 'prompt';

/** What to do instead, in one clause without a full stop: for both places, or for each. */
type Advice = string | Readonly<Record<Place, string>>;

const outOfCall = {
  script: 'leave it out, and say below the call what it `returns` or `raises`',
  prompt: 'leave it out: what a call gives or raises is shown below it',
} as const;
const oneByOne = {
  script: 'write each call on a line of its own',
  prompt: 'make the calls yourself, one after the other',
} as const;
const atTheEnd = {
  script: 'write `exit server` on a line of its own',
  prompt: 'press “exit” below the calls of the program',
} as const;
const inAnotherThread = {
  script: 'let a second thread make the call, as in `server/2> s.accept()`',
  prompt: 'press “+ thread” below the calls of the program, and make the call there',
} as const;
const asPoll = 'use `poll`, as in `poll([(s, POLLIN)], 1000)`';
const asBytes =
  "write the bytes themselves, as in `s.setsockopt(SOL_SOCKET, SO_LINGER, b'\\1\\0\\0\\0\\0\\0\\0\\0')`";
const inPlain = 'read the bytes in what the call gave';
const connected = "write `s = socket()`, then `s.connect(('127.0.0.1', 65000))`";
const listening = "write `s = socket()`, `s.bind(('127.0.0.1', 65000))`, then `s.listen()`";
const sending = "write `s.send(b'Hello')`";
const receiving = 'write `s.recv(1024)`';

/** Words of Python that begin a line. */
const statements = new Map<string, Advice>([
  ['import', 'leave the line out: what `socket` and `select` offer here is there'],
  ['from', 'leave the line out: what `socket` and `select` offer here is there'],
  ['with', 'write `s = socket()`, and `s.close()` at the end'],
  ['del', 'write `s.close()`'],
  ['print', outOfCall],
  ['assert', outOfCall],
  ['try', outOfCall],
  ['except', outOfCall],
  ['finally', outOfCall],
  ['return', outOfCall],
  ['raise', outOfCall],
  ['for', oneByOne],
  ['while', oneByOne],
  ['break', oneByOne],
  ['continue', oneByOne],
  ['if', { script: 'write the call that is made', prompt: 'make the call that follows' }],
  ['elif', { script: 'write the call that is made', prompt: 'make the call that follows' }],
  ['else', { script: 'write the call that is made', prompt: 'make the call that follows' }],
  ['def', oneByOne],
  ['class', oneByOne],
  ['lambda', oneByOne],
  ['async', oneByOne],
  ['await', 'leave `await` out'],
  ['global', 'leave the line out: all threads of a program have the same names'],
  ['nonlocal', 'leave the line out: all threads of a program have the same names'],
  ['pass', 'leave the line out'],
]);

/** Functions and classes of Python that a lab does without. */
const functions = new Map<string, Advice>([
  [
    'sleep',
    {
      script: 'write `wait 1s` on a line of its own',
      prompt: 'wait as long as you like, and make the next call then',
    },
  ],
  ['exit', atTheEnd],
  ['quit', atTheEnd],
  ['_exit', atTheEnd],
  ['print', outOfCall],
  ['create_connection', connected],
  ['create_server', listening],
  ['socketpair', 'open two sockets, and connect one to the other'],
  ['select', asPoll],
  ['epoll', asPoll],
  ['DefaultSelector', asPoll],
  ['pack', asBytes],
  ['unpack', inPlain],
  ['len', 'look at what the call gave: its length is shown with it, where it is long'],
  ['Thread', inAnotherThread],
  [
    'Process',
    { script: 'give the call another program, as in `other> s = socket()`', prompt: 'press “add a program”' },
  ],
  ['Timer', inAnotherThread],
  ['start_new_thread', inAnotherThread],
  ['input', 'write the value itself'],
]);

/** Methods that no socket has here. */
const methods = new Map<string, Advice>([
  ['sendmsg', sending],
  ['sendfile', "write `s.sendall(b'Hello')`"],
  ['write', sending],
  ['recvmsg', receiving],
  ['recv_into', receiving],
  ['receive', receiving],
  ['recieve', receiving],
  ['read', receiving],
  ['makefile', `${receiving}, or ${sending.replace('write ', '')}`],
  ['disconnect', 'write `s.shutdown(SHUT_RDWR)` or `s.close()`'],
  ['register', asPoll],
  ['select', asPoll],
  ['start', inAnotherThread],
  ['join', inAnotherThread],
  ['detach', 'write `s.close()`'],
  ['__enter__', 'write `s = socket()`, and `s.close()` at the end'],
]);

function adviceOf(table: ReadonlyMap<string, Advice>, word: string, place: Place): string | null {
  const advice = table.get(word) ?? null;
  return advice === null || typeof advice === 'string' ? advice : advice[place];
}

export const statementWords: ReadonlySet<string> = new Set(statements.keys());

/** What to write instead of a statement; `null`: the word begins none. */
export function insteadOfStatement(word: string, place: Place): string | null {
  return adviceOf(statements, word, place);
}

/** What to write instead of a function that is not here; `null`: nothing is known of it. */
export function insteadOfFunction(name: string, place: Place): string | null {
  return adviceOf(functions, name, place);
}

/** What to write instead of a method that is not here; `null`: nothing is known of it. */
export function insteadOfMethod(name: string, place: Place): string | null {
  return adviceOf(methods, name, place);
}

/** Everything that has such an advice, with a line that earns it. */
export const advisedLines: readonly string[] = [
  ...[...statements.keys()].map((word) => `${word} x`),
  ...[...functions.keys()].map((name) => `${name}(1)`),
  ...[...methods.keys()].map((name) => `s.${name}(1)`),
];
