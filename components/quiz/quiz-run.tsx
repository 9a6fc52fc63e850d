'use client';

import { useEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import type { DeckHead } from '#components/data/deck-head.ts';
import { reviewStore } from '#components/data/use-reviews.ts';
import { AnsweredQuestion } from '#components/quiz/answered-question.tsx';
import { AskedQuestion } from '#components/quiz/asked-question.tsx';
import { keepPlace, keptPlace } from '#components/quiz/kept-in-tab.ts';
import type { QuizDeck } from '#components/quiz/quiz-deck.ts';
import { QuizHead, QuizKeys } from '#components/quiz/quiz-head.tsx';
import { scoreText } from '#components/quiz/score-text.ts';
import { useKeptAnswers } from '#components/quiz/use-kept-answers.ts';
import { SaidLine, useSaid } from '#components/ui/said.tsx';
import { announce } from '#components/ui/announce.ts';
import { holdKeys } from '#components/ui/held-keys.ts';
import { useExclusive } from '#components/ui/use-exclusive.ts';
import { type answerDraft, askedBody, takeBackDrafts } from '#lib/quiz/answer-draft.ts';
import { testQuestions } from '#lib/quiz/test-mode.ts';
import { lastAnswered, nextPlace, shownPlace } from '#lib/quiz/quiz-progress.ts';
import { type AnswerEntry, isAsked, type QuizRecord, recordOf } from '#lib/quiz/quiz-record.ts';
import { creditOf } from '#lib/quiz/quiz-result.ts';
import { isUndone } from '#lib/review/undo.ts';

/** A quiz, question by question: each is graded at once, and its entry is in the log before it is explained. */
export function QuizRun({
  head,
  quiz,
  cards,
  onEnd,
}: {
  head: DeckHead;
  quiz: QuizRecord;
  cards: QuizDeck;
  onEnd: () => void;
}) {
  const bodies = useMemo(
    () => testQuestions({ questions: quiz.questions }, cards.find).map(({ asked }) => asked?.body ?? null),
    [quiz.questions, cards],
  );
  const kept = useKeptAnswers(quiz, bodies);
  const [wanted, setPlace] = useState(() => keptPlace(quiz.id, quiz.questions.length));
  // Its card may be gone from the deck, also while it is shown.
  const place = shownPlace(quiz, cards.find, wanted);
  if (place !== wanted) setPlace(place);
  /** Of the question that another tab was quicker to answer. */
  const [elsewhere, setElsewhere] = useState<number | null>(null);
  const { said, say, unsay } = useSaid();
  const [showsKeys, setShowsKeys] = useState(false);
  const writing = useExclusive();
  const ending = useExclusive();
  const question = quiz.questions[place];
  const prompt = question && cards.find(question.card);
  const body = useMemo(
    () => (question && prompt ? askedBody(prompt, question, cards.find) : null),
    [question, prompt, cards],
  );
  const answer = quiz.answers[place] ?? null;
  const last = lastAnswered(quiz, cards.find);
  const answered = quiz.answers.filter((each) => each !== null);
  const credit = answered.reduce((sum, each) => sum + creditOf(each), 0);
  useEffect(() => keepPlace(quiz.id, place), [quiz.id, place]);

  /** Ends it in the log as well where questions stay without an answer. */
  function end() {
    void ending.run(async () => {
      await kept.flush();
      await reviewStore().appendAfter(
        (state) => (recordOf(state, quiz.id)?.endedAt === null ? [{ kind: 'quiz-end', quiz: quiz.id }] : []),
        Date.now(),
      );
      onEnd();
    });
  }

  function go(to: number) {
    setPlace(to);
    setElsewhere(null);
    unsay();
    window.scrollTo(0, 0);
  }

  function goOn() {
    const next = nextPlace(quiz, cards.find, place);
    if (next === null) end();
    else go(next);
  }

  function write(draft: ReturnType<typeof answerDraft>, said: string | null) {
    holdKeys(writing.run(() => writeAnswer(draft, said)));
  }

  async function writeAnswer(draft: ReturnType<typeof answerDraft>, said: string | null) {
    const next = said === null ? nextPlace(quiz, cards.find, place) : null;
    const isWritten = await reviewStore().appendAfter(
      (state) => (isAsked(state, quiz.id, place) ? [draft] : []),
      Date.now(),
      () =>
        flushSync(() => {
          kept.drop();
          if (next !== null) go(next);
        }),
    );
    if (isWritten) return said === null ? undefined : announce(said);
    kept.drop();
    setElsewhere(place);
    announce('You answered this in another tab. That answer counts.');
  }

  function undo(from: number) {
    const taken = quiz.answers[from] ?? null;
    if (taken !== null && !ending.isRunning) holdKeys(writing.run(() => undoAnswer(from, taken)));
  }

  async function undoAnswer(from: number, taken: AnswerEntry) {
    await kept.flush();
    const wasUndone = await reviewStore().appendAfter(
      (state) =>
        isUndone(taken, state.undos) || recordOf(state, quiz.id)?.endedAt !== null
          ? []
          : takeBackDrafts(quiz.id, from, taken, quiz.response[from]?.hints ?? []),
      Date.now(),
    );
    if (!wasUndone) return;
    go(from);
    const isSeen = taken.response !== undefined;
    say(`Undone. The question is back.${isSeen ? ' A right answer counts as with a hint now.' : ''}`);
  }

  const seed = `${quiz.seed}~${question?.card ?? ''}`;
  return (
    <div className="mx-auto max-w-2xl pb-28 sm:pb-0">
      <QuizHead
        title={head.title}
        name="Quiz"
        place={Math.min(place + 1, quiz.questions.length)}
        length={quiz.questions.length}
        done={answered.length}
        note={answered.length > 0 ? scoreText({ credit, questions: answered.length }) : null}
        onLeave={end}
      />
      <SaidLine said={said} />
      {!prompt || body === null ? (
        <section className="panel p-6">
          <h2 className="text-xl font-semibold">No question is left</h2>
          <button type="button" className="button button-strong mt-4" onClick={() => void end()}>
            See the result
          </button>
        </section>
      ) : answer === null ? (
        <AskedQuestion
          key={prompt.key}
          quiz={quiz.id}
          {...{ prompt, body, cards, seed }}
          head={head}
          kept={{
            response: kept.response[place] ?? null,
            hints: kept.hints[place] ?? [],
            isHinted: quiz.response[place]?.hinted === true,
            isSeen: quiz.seen[place] === true,
          }}
          onChange={(response, hints) => kept.change(place, response, hints)}
          onAnswer={write}
          {...(last === null ? {} : { onUndo: () => undo(last) })}
          onKeys={() => setShowsKeys(true)}
        />
      ) : (
        <AnsweredQuestion
          key={prompt.key}
          {...{ prompt, body, cards, seed, answer }}
          head={head}
          isElsewhere={elsewhere === place}
          isLast={nextPlace(quiz, cards.find, place) === null}
          onNext={goOn}
          {...(last === null ? {} : { onUndo: () => undo(last) })}
          onKeys={() => setShowsKeys(true)}
        />
      )}
      {showsKeys && <QuizKeys mode="quiz" onClose={() => setShowsKeys(false)} />}
    </div>
  );
}
