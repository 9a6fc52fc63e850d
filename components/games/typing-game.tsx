'use client';

import { useMemo, useState } from 'react';
import { AnswerForm } from '#components/answer/answer-form.tsx';
import { GameClock, type Played } from '#components/games/match-game.tsx';
import { announce } from '#components/ui/announce.ts';
import { InlineMarkup } from '#components/ui/markup.tsx';
import type { Deck } from '#lib/cards/prompt.ts';
import { deckAnswers } from '#lib/grade/deck-answers.ts';
import { grade } from '#lib/grade/grade.ts';
import { emptyResponse } from '#lib/grade/response.ts';
import type { StudentResponse } from '#lib/grade/verdict.ts';
import { typingPrompts } from '#lib/quiz/games.ts';

const prompts = 8;
const penaltyMs = 3000;
const noOption: ReadonlySet<number> = new Set();

/** Blanks of code to be typed as fast as can be: each stays until it is right. */
export function TypingGame({
  deck,
  seed,
  onEnd,
}: {
  deck: Deck;
  seed: string;
  onEnd: (played: Played) => void;
}) {
  const [drill] = useState(() => typingPrompts(deck.prompts, prompts, seed));
  const others = useMemo(() => deckAnswers(deck.prompts), [deck]);
  const [place, setPlace] = useState(0);
  const [mistakes, setMistakes] = useState(0);
  const [response, setResponse] = useState<StudentResponse | null>(null);
  /** What would have been right, after a mistake. */
  const [expected, setExpected] = useState<readonly string[]>([]);
  /** What that mistake was: it counts once. */
  const [mistaken, setMistaken] = useState<StudentResponse | null>(null);
  const current = drill[place];

  if (current === undefined)
    return <p className="mt-3 text-soft">This deck has no code with blanks to be typed.</p>;
  const { prompt, body } = current;
  const shown = response ?? emptyResponse(body);

  function submit() {
    const graded = grade(body, shown, others);
    if (graded.kind !== 'blanks') return;
    const missed = graded.blanks.filter(({ verdict }) => verdict !== 'right' && verdict !== 'slip');
    if (missed.length > 0) {
      const right = missed.map((blank) => blank.expected);
      setExpected(right);
      if (mistaken !== shown) setMistakes(mistakes + 1);
      setMistaken(shown);
      setResponse(shown);
      announce(`Not right. Right is ${right.join(', ')}.`);
      return;
    }
    setResponse(null);
    setMistaken(null);
    setExpected([]);
    if (place + 1 < drill.length) return setPlace(place + 1);
    const items = drill.reduce((sum, each) => sum + each.body.blanks.length, 0);
    onEnd({ items, mistakes, penaltyMs: mistakes * penaltyMs });
  }

  return (
    <>
      <div className="mt-3 flex items-center justify-between gap-4 text-soft">
        <span>
          {place + 1} of {drill.length}
        </span>
        <GameClock penaltyMs={mistakes * penaltyMs} />
      </div>
      <article className="panel mt-3 p-5 sm:p-7" aria-label="Code">
        <h2 className="mb-4 text-lg font-semibold">
          <InlineMarkup html={prompt.front} />
        </h2>
        <AnswerForm
          key={prompt.key}
          body={body}
          name={prompt.text}
          seed={seed}
          response={shown}
          onChange={setResponse}
          onSubmit={submit}
          struck={noOption}
          takesFocus
        />
        {expected.length > 0 && (
          <p className="mt-3">
            <span className="font-semibold text-bad">✕ Not right.</span> Type{' '}
            {expected.map((text, index) => (
              <span key={index}>
                {index > 0 && ', '}
                <code className="rounded bg-sunk px-1.5 font-mono">{text}</code>
              </span>
            ))}
          </p>
        )}
        <button type="button" className="button button-strong mt-5 min-h-12 w-full" onClick={submit}>
          {place + 1 < drill.length ? 'Next' : 'Done'} <kbd className="key">↵</kbd>
        </button>
      </article>
    </>
  );
}
