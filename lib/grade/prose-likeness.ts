import { addedWords, isTurning } from './added-words.ts';
import { edits, editsBesideDigits } from './edits.ts';
import type { Likeness } from './likeness.ts';

/** Letters of an answer from which one edit is a slip, and from which two are. */
const fromLetters = { one: 5, two: 9 };

/** Beginnings that make another word of a word, as in `reliable` and `unreliable`, `encode` and `decode`. */
const prefixes = new Set(
  ' asyn asym de dis down en ex extra fore il im in inter intra ir macro micro mid mis mono multi non out over post pre re semi sub super syn sym trans un under uni up'.split(
    ' ',
  ),
);

/** How many edits are a slip. */
function tolerance(text: string): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters >= fromLetters.two ? 2 : letters >= fromLetters.one ? 1 : 0;
}

/** Whether two words differ in their beginning, and the beginning makes another word of them. */
function isOtherWord(a: string, b: string): boolean {
  let same = 0;
  while (same < a.length && same < b.length && a.at(-1 - same) === b.at(-1 - same)) same += 1;
  for (let common = same; common >= Math.min(3, same); common -= 1) {
    const [beginA, beginB] = [a.slice(0, a.length - common), b.slice(0, b.length - common)];
    if (beginA !== beginB && prefixes.has(beginA) && prefixes.has(beginB)) return true;
  }
  return false;
}

/** Whether one word of the answer has become another one, or the answer was turned round. */
function isAnotherAnswer(words: readonly string[], typed: readonly string[]): boolean {
  if (words.some(isTurning) || typed.some(isTurning)) {
    if (words.filter(isTurning).join(' ') !== typed.filter(isTurning).join(' ')) return true;
  }
  return words.length === typed.length && words.some((word, at) => isOtherWord(word, typed[at] ?? ''));
}

/** Words that say what an answer is, and name nothing themselves. */
const categories = new Set('state protocol flag segment segments call function method exception'.split(' '));

/** Two neighbours are swapped in a word that is too short for a slip: `prot`. */
function isSwap(word: string, typed: string): boolean {
  const lettersOf = (text: string) => [...text].toSorted().join('');
  return /^\p{L}{3,4}$/u.test(word) && lettersOf(word) === lettersOf(typed) && edits(word, typed, 1) === 1;
}

export function proseLikeness(
  words: readonly string[],
  typed: readonly string[],
  isStrict: boolean,
): Likeness | null {
  const [answer, given] = [words.join(' '), typed.join(' ')];
  if (answer === given) return { verdict: 'right', edits: 0, note: null };
  const added = addedWords(words, typed);
  if (added?.every((word) => categories.has(word))) return { verdict: 'right', edits: 0, note: null };
  if (added !== null) return { verdict: 'close', edits: 0, note: { kind: 'more-words' } };
  if (isAnotherAnswer(words, typed)) return null;
  const slip = editsBesideDigits(answer, given, tolerance(answer));
  if (slip !== null) {
    // Beside code and numbers nothing is taken for a typing error without being asked.
    return isStrict
      ? { verdict: 'close', edits: slip, note: { kind: 'near' } }
      : { verdict: 'slip', edits: slip, note: null };
  }
  if (isStrict || words.length !== typed.length) return null;
  if (words.length < 2)
    return isSwap(answer, given) ? { verdict: 'close', edits: 1, note: { kind: 'near' } } : null;
  let sum = 0;
  for (const [at, word] of words.entries()) {
    const cost = editsBesideDigits(word, typed[at] ?? '', tolerance(word));
    if (cost === null) return null;
    sum += cost;
  }
  return { verdict: 'close', edits: sum, note: { kind: 'near' } };
}
