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

/** Words that say what an answer is, and name nothing themselves. */
const generic = new Set(
  'a an the call calls called function method exception error class constant name keyword raise raises except returns it is its this on with use using python'.split(
    ' ',
  ),
);

/** Whether the answer stands whole in what was typed, with at most three generic words around it. */
function isSpoken(answer: readonly Token[], typed: readonly Token[], isCall: boolean): boolean {
  const said = typed.filter(({ key }, at) => !(isCall && /^[()]$/.test(key) && at > 0));
  const words = said.filter(({ key }) => generic.has(key));
  return (
    words.length > 0 &&
    words.length <= 3 &&
    isSame(
      answer,
      said.filter(({ key }) => !generic.has(key)),
      key,
    )
  );
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
  if (isSpoken(answer, typed, isCall)) return { verdict: 'close', edits: 0, note: { kind: 'more-words' } };
  return null;
}
