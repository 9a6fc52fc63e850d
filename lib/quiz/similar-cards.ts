import { phraseHtml } from '#lib/deck/phrase-html.ts';
import { plainHtml } from '#lib/deck/plain-html.ts';
import type { Prompt, PromptKey } from '#lib/deck/prompt.ts';
import { shuffled } from '#lib/deck/shuffle.ts';

/** How many wrong answers stand beside the right one. */
const wantedOthers = 3;
/** With fewer there is little to choose. */
const fewestOthers = 2;
/** How much longer one answer may be than another before its length gives it away: so many times, and some letters. */
const lengthRatio = 2.2;
const lengthSlack = 8;

interface Candidate {
  readonly prompt: Prompt;
  readonly asks: 'meaning' | 'name' | null;
  /** The answer without markup, in small letters. */
  readonly answer: string;
}

/** `null`: the answer does not fit into a line, or says yes or no, which many questions share. */
function candidate(prompt: Prompt): Candidate | null {
  const { body } = prompt;
  if (body.kind !== 'basic') return null;
  const answer = plainHtml(body.answer).toLowerCase();
  const isUsable = phraseHtml(body.answer) !== null && !/^(?:yes|no)\b/.test(answer);
  return isUsable ? { prompt, asks: body.asks, answer } : null;
}

/** One answer that holds the other may be right, too. */
function isSameAnswer(a: string, b: string): boolean {
  return a.includes(b) || b.includes(a);
}

function isAlike(a: Candidate, b: Candidate): boolean {
  const [shorter, longer] = [a.answer.length, b.answer.length].sort((x, y) => x - y);
  return (
    a.prompt.card !== b.prompt.card &&
    a.asks === b.asks &&
    (longer ?? 0) <= lengthRatio * (shorter ?? 0) + lengthSlack &&
    !isSameAnswer(a.answer, b.answer) &&
    a.prompt.text !== b.prompt.text &&
    // Names stand beside names. The answer to any other question is plainly none to this one, unless they share a topic.
    (a.asks !== null || sharedTopics(a.prompt, b.prompt) > 0)
  );
}

function sharedTopics(a: Prompt, b: Prompt): number {
  return a.topics.filter((topic) => b.topics.includes(topic)).length;
}

/**
 * The cards whose answers can stand beside a basic card's own as wrong ones: of the same sort and about the same length,
 * those that share a topic first (for a plain question, only those). The same seed gives the same. `null`: too few are alike, so the card cannot be asked as a
 * choice.
 */
export function similarCards(prompt: Prompt, prompts: readonly Prompt[], seed: string): PromptKey[] | null {
  const own = candidate(prompt);
  if (own === null) return null;
  const alike = prompts.flatMap((other) => {
    const found = candidate(other);
    return found !== null && isAlike(own, found) ? [found] : [];
  });
  const ranked = shuffled(alike, `${seed}~${prompt.key}`).sort(
    (a, b) => sharedTopics(b.prompt, prompt) - sharedTopics(a.prompt, prompt),
  );
  const chosen: Candidate[] = [];
  for (const other of ranked) {
    if (chosen.length === wantedOthers) break;
    if (!chosen.some(({ answer }) => isSameAnswer(answer, other.answer))) chosen.push(other);
  }
  return chosen.length < fewestOthers ? null : chosen.map(({ prompt: { key } }) => key);
}
