'use client';

import { useRef, useState } from 'react';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { reviewStore } from '#components/review/use-reviews.ts';
import type { QuizRecord } from '#lib/quiz/quiz-record.ts';
import { creditOf } from '#lib/quiz/quiz-result.ts';
import { claimAnswer } from './claim-answer.ts';
import type { QuizDeck } from './quiz-deck.ts';
import { QuizHead } from './quiz-head.tsx';
import { QuizQuestion } from './quiz-question.tsx';
import { scoreText } from './score-text.ts';

/** A quiz, question by question: each is graded at once, and its row is in the log before it is explained. */
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
  const [place, setPlace] = useState(() => nextOf(quiz, cards, -1) ?? quiz.questions.length);
  const ending = useRef(false);
  const question = quiz.questions[place];
  const prompt = question && cards.find(question.card);
  const answer = quiz.answers[place] ?? null;
  const done = quiz.answers.filter((each) => each !== null).length;

  /** Ends it in the log as well where questions stay without an answer. */
  async function end() {
    if (ending.current) return;
    ending.current = true;
    if (quiz.endedAt === null) await reviewStore().append([{ kind: 'quiz-end', quiz: quiz.id }], Date.now());
    onEnd();
  }

  function goOn() {
    const next = nextOf(quiz, cards, place);
    if (next === null) void end();
    else {
      setPlace(next);
      window.scrollTo(0, 0);
    }
  }

  const answered = quiz.answers.filter((each) => each !== null);
  const credit = answered.reduce((sum, each) => sum + creditOf(each), 0);
  return (
    <div className="mx-auto max-w-2xl pb-28 sm:pb-0">
      <QuizHead
        title={head.title}
        name="Quiz"
        place={Math.min(place + 1, quiz.questions.length)}
        length={quiz.questions.length}
        done={done}
        note={done > 0 ? scoreText({ credit, questions: answered.length }) : null}
        onLeave={() => void end()}
      />
      {question && prompt ? (
        <QuizQuestion
          key={question.card}
          quiz={quiz}
          question={question}
          prompt={prompt}
          cards={cards}
          file={head.file}
          answer={answer}
          isLast={nextOf(quiz, cards, place) === null}
          onNext={goOn}
          onClaim={() => claimAnswer(answer)}
        />
      ) : (
        <section className="panel p-6">
          <h2 className="text-xl font-semibold">No question is left</h2>
          <button type="button" className="button button-strong mt-4" onClick={() => void end()}>
            See the result
          </button>
        </section>
      )}
    </div>
  );
}

/** The next question without an answer whose card is still in the deck, from after `place` on and then from the beginning. */
function nextOf(quiz: QuizRecord, cards: QuizDeck, place: number): number | null {
  const places = quiz.questions.map((_, each) => each);
  const ahead = [...places.slice(place + 1), ...places.slice(0, Math.max(0, place))];
  return (
    ahead.find((each) => {
      const question = quiz.questions[each];
      return quiz.answers[each] === null && question !== undefined && cards.find(question.card) !== undefined;
    }) ?? null
  );
}
