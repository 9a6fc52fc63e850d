import type { Likeness } from './likeness.ts';
import type { Token } from './python-tokens.ts';

function isSame(a: readonly Token[], b: readonly Token[], keyOf: (token: Token) => string): boolean {
  return (
    a.length === b.length && a.every((token, at) => b[at] !== undefined && keyOf(token) === keyOf(b[at]))
  );
}

const key = (token: Token) => token.key;
/** A string's letters are data; only those of a name may have been typed by a phone. */
const caselessKey = (token: Token) => (token.kind === 'name' ? token.key.toLowerCase() : token.key);

/** The name, or the names with dots, in front of what the answer is; `null`: something else stands there. */
function receiverOf(answer: readonly Token[], typed: readonly Token[]): string | null {
  const front = typed.slice(0, -answer.length);
  if (front.length < 2 || front.length % 2 !== 0 || answer[0]?.kind !== 'name') return null;
  const isChain = front.every((token, at) => (at % 2 === 0 ? token.kind === 'name' : token.key === '.'));
  return isChain
    ? front
        .map(({ raw }) => raw.trim())
        .join('')
        .slice(0, -1)
    : null;
}

/** What was typed without the arguments at its end; `null`: it has none. */
function withoutArguments(typed: readonly Token[]): readonly Token[] | null {
  const open = typed.findIndex((token) => token.key === '(');
  if (open < 1 || typed.at(-1)?.key !== ')') return null;
  let depth = 0;
  for (const [at, token] of typed.entries()) {
    if (token.key === '(') depth += 1;
    else if (token.key === ')') depth -= 1;
    if (depth === 0 && at > open && at < typed.length - 1) return null;
  }
  return depth === 0 ? typed.slice(0, open) : null;
}

/** Whether an exception was named as one speaks of it: `Type error`, `connection refused`. */
function isSpokenError(answer: readonly Token[], typed: readonly Token[]): boolean {
  const [name] = answer.slice(-1);
  if (name === undefined || !name.key.endsWith('rror') || typed.some(({ kind }) => kind !== 'name'))
    return false;
  const said = typed.map(({ key }) => key.toLowerCase()).join('');
  return said === name.key.toLowerCase() || `${said}error` === name.key.toLowerCase();
}

/** Words that say what an answer is, name nothing themselves, and are none of Python's. */
const framing = new Set(
  'a an the it its call calls function method exception constant keyword option statement object type value variable returns raises gives'.split(
    ' ',
  ),
);
/** The same of words that may mean more. */
const generic = new Set([
  ...framing,
  ...'called error class name raise except is this on with use using python socket bytes'.split(' '),
]);
/** How many of them may stand around an answer. */
const mostAround = 3;

/** What stands around the answer, which stands whole in what was typed; `null`: it does not, or nothing is around it. */
function aroundOf(answer: readonly Token[], typed: readonly Token[], isCall: boolean): string[] | null {
  const said = typed.filter(({ key }, at) => !(isCall && /^[()]$/.test(key) && at > 0));
  const more = said.length - answer.length;
  if (more < 1 || more > mostAround) return null;
  for (let at = 0; at <= more; at += 1)
    if (isSame(answer, said.slice(at, at + answer.length), key))
      return said.toSpliced(at, answer.length).map((token) => token.key.toLowerCase());
  return null;
}

/** Both without empty parentheses at their end; `isCall`: the author wrote them. */
export function codeLikeness(
  answer: readonly Token[],
  typed: readonly Token[],
  isCall: boolean,
): Likeness | null {
  if (isSame(answer, typed, key)) return { verdict: 'right', edits: 0, note: null };
  if (isSame(answer, typed, caselessKey))
    return { verdict: 'close', edits: 0, note: { kind: 'letter-case' } };
  const receiver = receiverOf(answer, typed);
  if (receiver !== null && isSame(answer, typed.slice(-answer.length), key))
    return { verdict: 'close', edits: 0, note: { kind: 'receiver', receiver } };
  const called = isCall ? withoutArguments(typed) : null;
  if (called !== null && isSame(answer, called.slice(-answer.length), key)) {
    const isBare = called.length === answer.length || receiverOf(answer, called) !== null;
    if (isBare) return { verdict: 'close', edits: 0, note: { kind: 'arguments' } };
  }
  if (isSpokenError(answer, typed)) return { verdict: 'close', edits: 0, note: { kind: 'near' } };
  const around = aroundOf(answer, typed, isCall);
  if (around?.every((word) => framing.has(word))) return { verdict: 'right', edits: 0, note: null };
  if (around?.every((word) => generic.has(word)))
    return { verdict: 'close', edits: 0, note: { kind: 'more-words' } };
  return null;
}
