/** How many words may stand beside those of the answer. */
const mostAdded = 3;

/** Words that turn an answer round, or offer another one beside it. */
const turning =
  /^(?:no|not|non|never|none|neither|nor|without|cannot|or|instead|except|but|(?:is|are|was|were|do|does|did|has|have|had|ca|could|would|should|wo|must|need)nt)$/;

export function isTurning(word: string): boolean {
  return turning.test(word);
}

/**
 * What was typed beside the words of an answer, which stand in it in order. `null`: they do not, or more than three words
 * are added, or one of those turns the answer round.
 */
export function addedWords(words: readonly string[], typed: readonly string[]): string[] | null {
  if (typed.length - words.length > mostAdded) return null;
  const added: string[] = [];
  let at = 0;
  for (const word of typed) {
    if (word === words[at]) at += 1;
    else added.push(word);
  }
  return at < words.length || added.some(isTurning) ? null : added;
}
