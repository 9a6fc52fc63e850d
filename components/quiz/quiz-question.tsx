'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { reviewStore, useReviews } from '#components/review/use-reviews.ts';
import { GradeBar } from '#components/study/grade-bar.tsx';
import { InlineMarkup, Markup, Why } from '#components/study/markup.tsx';
import { useKeys } from '#components/study/use-keys.ts';
import { JudgedAnswer } from '#components/study/judged-answer.tsx';
import { partsRight } from '#components/answer/parts-right.ts';
import { announce } from '#lib/browser/announce.ts';
import type { Body, Prompt } from '#lib/deck/prompt.ts';
import { givenOf } from '#lib/grade/given-texts.ts';
import { grade as gradeAnswer } from '#lib/grade/grade.ts';
import type { Given, Grade, GradableBody } from '#lib/grade/verdict.ts';
import { answerDraft, selfGradedDraft } from '#lib/quiz/answer-draft.ts';
import { askedBody } from '#lib/quiz/asked-body.ts';
import type { AnswerRow, QuizQuestion as Question, QuizRecord } from '#lib/quiz/quiz-record.ts';
import { countedMs } from '#lib/review/counted-ms.ts';
import { previewPrompt } from '#lib/review/prompt-preview.ts';
import type { Rating } from '#lib/review/row.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { spokenVerdict } from './spoken-verdict.ts';
import { isDebatable } from './is-debatable.ts';
import { CardLab } from './card-lab.tsx';
import type { QuizDeck } from './quiz-deck.ts';

interface Props {
  readonly quiz: QuizRecord;
  readonly question: Question;
  readonly prompt: Prompt;
  readonly cards: QuizDeck;
  readonly file: string;
  /** As the log has it; null: there is none yet. */
  readonly answer: AnswerRow | null;
  readonly isLast: boolean;
  readonly onNext: () => void;
  readonly onClaim: () => void;
}

/** One question: the card, the answer, then what grading and the author say of it. */
export function QuizQuestion({
  quiz,
  question,
  prompt,
  cards,
  file,
  answer,
  isLast,
  onNext,
  onClaim,
}: Props) {
  const body = useMemo(() => askedBody(prompt, question, cards.find), [prompt, question, cards]);
  const seed = `${quiz.seed}~${prompt.key}`;
  const [gradedHere, setGraded] = useState<{ given: Given; grade: Grade } | null>(null);
  // Answered before a reload, or in another tab.
  const before = useMemo(() => gradedBefore(body, answer, cards), [body, answer, cards]);
  const graded = gradedHere ?? before;
  const [isRevealed, setRevealed] = useState(false);
  const [showsLab, setShowsLab] = useState(false);
  const questionRef = useRef<HTMLHeadingElement>(null);
  const resultRef = useRef<HTMLDivElement>(null);
  const shownAt = useRef(0);
  const isWriting = useRef(false);

  useEffect(() => {
    shownAt.current = Date.now();
    // Fields take the focus themselves.
    if (document.activeElement === document.body) questionRef.current?.focus({ preventScroll: true });
  }, []);
  const asked = () => ({
    prompt,
    quiz: quiz.id,
    durationMs: countedMs(Date.now() - shownAt.current),
  });

  function submit(gradable: GradableBody, given: Given, hinted: boolean) {
    if (isWriting.current || graded) return;
    // In another tab, to the card as it was before an edit.
    if (answer !== null) return onNext();
    isWriting.current = true;
    const grade = gradeAnswer(gradable, given, cards.answers);
    setGraded({ given, grade });
    void reviewStore().append([answerDraft(asked(), gradable, given, grade, hinted)], Date.now());
    announce(spokenVerdict(grade, partsRight(gradable, given, grade)));
    requestAnimationFrame(() => resultRef.current?.focus({ preventScroll: true }));
  }

  async function gradeMyself(rating: Rating) {
    if (isWriting.current) return;
    isWriting.current = true;
    if (answer === null) await reviewStore().append([selfGradedDraft(asked(), rating)], Date.now());
    onNext();
  }

  const isClaimed = answer?.claimed === true;
  const mayClaim = graded !== null && answer !== null && !isClaimed && isDebatable(graded.grade);
  const hasLab = prompt.lab !== null && (graded !== null || isRevealed);
  useKeys({
    ...(graded ? { Enter: onNext, ' ': onNext } : {}),
    ...(mayClaim ? { i: onClaim } : {}),
    ...(hasLab ? { r: () => setShowsLab(!showsLab) } : {}),
  });

  return (
    <>
      <article className="panel p-5 sm:p-9" aria-label="Question">
        <h2 ref={questionRef} tabIndex={-1} className="text-xl leading-snug font-semibold sm:text-2xl">
          <InlineMarkup html={prompt.front} />
        </h2>
        <div className="mt-5">
          {body.kind === 'basic' ? (
            <SelfGraded
              prompt={prompt}
              body={body}
              onReveal={() => setRevealed(true)}
              onGrade={(rating) => void gradeMyself(rating)}
            />
          ) : graded ? (
            <div ref={resultRef} tabIndex={-1} className="outline-none">
              <JudgedAnswer body={body} judged={graded} seed={seed} />
              {isClaimed && <p className="mt-3 font-semibold text-good">✓ Counted as right, as you say.</p>}
              {prompt.why && <Why html={prompt.why} />}
            </div>
          ) : (
            <AnswerPanel
              body={body}
              name={prompt.text}
              seed={seed}
              onSubmit={(given, hinted) => submit(body, given, hinted)}
            />
          )}
        </div>
      </article>
      {graded && (
        <div className="fixed inset-x-0 bottom-0 z-10 flex flex-wrap gap-2 border-t border-line bg-ground p-3 sm:static sm:mt-5 sm:border-0 sm:p-0">
          {mayClaim && (
            <button type="button" className="button min-h-12" aria-keyshortcuts="I" onClick={onClaim}>
              I was right <kbd className="key">I</kbd>
            </button>
          )}
          <button type="button" className="button button-strong min-h-12 flex-1" onClick={onNext}>
            {isLast
              ? 'See the result'
              : graded.grade.verdict === 'close' && mayClaim
                ? 'Not right, next'
                : 'Next'}{' '}
            <kbd className="key">↵</kbd>
          </button>
        </div>
      )}
      <div className="mt-4 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1 text-sm text-soft">
        {hasLab && (
          <button
            type="button"
            className="min-h-8 hover:text-ink"
            aria-keyshortcuts="R"
            onClick={() => setShowsLab(!showsLab)}
          >
            <kbd className="key">R</kbd> {showsLab ? 'close the lab' : 'run it'}
          </button>
        )}
        <span className="ml-auto">
          {file.split('/').at(-1)}:{prompt.line}
        </span>
      </div>
      {hasLab && showsLab && <CardLab prompt={prompt} onClose={() => setShowsLab(false)} />}
    </>
  );
}

/** What was answered before this page was opened, graded once more: grading is a function of card and answer. */
function gradedBefore(
  body: Body,
  answer: AnswerRow | null,
  cards: QuizDeck,
): { given: Given; grade: Grade } | null {
  if (body.kind === 'basic' || answer === null) return null;
  const given = givenOf(body, answer.given ?? []);
  return given && { given, grade: gradeAnswer(body, given, cards.answers) };
}

function SelfGraded({
  prompt,
  body,
  onReveal,
  onGrade,
}: {
  prompt: Prompt;
  body: Extract<Body, { kind: 'basic' }>;
  onReveal: () => void;
  onGrade: (rating: Rating) => void;
}) {
  const { state } = useReviews();
  const [revealedAt, setRevealedAt] = useState<number | null>(null);
  const answerRef = useRef<HTMLDivElement>(null);
  const reveal = () => {
    setRevealedAt(Date.now());
    onReveal();
    announce('Answer shown. Grade with 1 to 4.');
    requestAnimationFrame(() => answerRef.current?.focus({ preventScroll: true }));
  };
  const outcomes = useMemo(
    () => (revealedAt === null ? null : previewPrompt(state, prompt, revealedAt)),
    [state, prompt, revealedAt],
  );
  useKeys(
    revealedAt === null
      ? { ' ': reveal, Enter: reveal }
      : {
          '1': () => onGrade(1),
          '2': () => onGrade(2),
          '3': () => onGrade(3),
          '4': () => onGrade(4),
          ' ': () => onGrade(3),
          Enter: () => onGrade(3),
        },
  );
  if (revealedAt === null)
    return (
      <>
        <p className="text-soft">Say or write it, then look. You grade this one yourself.</p>
        <button type="button" className="button button-strong mt-5 min-h-12 w-full" onClick={reveal}>
          Show the answer <kbd className="key">Space</kbd>
        </button>
      </>
    );
  return (
    <div ref={answerRef} tabIndex={-1} className="outline-none">
      <Markup html={body.answer} className="text-[1.0625rem]" />
      {prompt.why && <Why html={prompt.why} />}
      <div className="mt-6">
        <GradeBar outcomes={outcomes} suggested={3} onGrade={onGrade} />
      </div>
    </div>
  );
}
