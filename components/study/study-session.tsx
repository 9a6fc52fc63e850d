'use client';

import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { shownOptions } from '#components/answer/shown-options.ts';
import { verdictWords } from '#components/answer/verdict-words.ts';
import { CardLab } from '#components/card/card-lab.tsx';
import { GradeBar } from '#components/card/grade-bar.tsx';
import type { DeckHead } from '#components/data/deck-head.ts';
import { placeText, rememberSource } from '#components/data/source-place.ts';
import { isDebatable } from '#components/quiz/claim-answer.ts';
import { CheckButtons, StudyAnswer, typingLoads } from '#components/study/study-answer.tsx';
import { allDecks, mixedTitle, RevealButton, StudyFrame } from '#components/study/study-frame.tsx';
import { useStudy } from '#components/study/use-study.ts';
import { announce } from '#components/ui/announce.ts';
import { byInput, KeyButton, useKeys } from '#components/ui/keys.tsx';
import { LoadFailed } from '#components/ui/load-boundary.tsx';
import { SaidLine } from '#components/ui/said.tsx';
import { showTop } from '#components/ui/show-top.ts';
import type { Prompt } from '#lib/cards/prompt.ts';
import { isAnswered } from '#lib/grade/response.ts';
import { type Verdict as Judgement, ratingOf } from '#lib/grade/verdict.ts';
import type { Rating } from '#lib/review/entry-schema.ts';
import type { StudyMode } from '#lib/review/queue.ts';

/** The card that was forgotten so often that studying it on is of little use. */
function LeechNotice({ prompt, onSuspend }: { prompt: Prompt; onSuspend: () => void }) {
  return (
    <p role="status" className="mb-3 rounded-lg border border-waiting bg-waiting-tint px-4 py-3">
      <strong className="text-waiting">Leech.</strong> You keep forgetting “{prompt.text}”. Write it down in
      your own words, or leave it out for now.{' '}
      <button type="button" className="underline" onClick={onSuspend}>
        Suspend it
      </button>
    </p>
  );
}

// Not needed to answer the first card, so loaded after it.
const loads = [
  () => import('#components/study/finished.tsx').then((module) => ({ default: module.Finished })),
  () => import('#components/study/study-keys.tsx').then((module) => ({ default: module.StudyKeys })),
  () => import('#components/study/source-line.tsx').then((module) => ({ default: module.SourceLine })),
] as const;
const Finished = lazy(loads[0]);
const StudyKeys = lazy(loads[1]);
const SourceLine = lazy(loads[2]);

// Fetched when there is time: the next question may be one of these, and the server gone.
const placingLoads = [
  () => import('#components/answer/order-field.tsx'),
  () => import('#components/answer/match-field.tsx'),
] as const;

const modeNotes: Readonly<Record<StudyMode, string | null>> = {
  study: null,
  practice: 'Practice: answers do not count, the schedule stays as it is.',
  cram: 'Cram: answers count, and cards come whether they are due or not.',
};

/** One card at a time: question, answer, grade. */
export function StudySession({
  heads,
  first,
  mode,
  quiz,
  hasOthers,
  early,
}: {
  /** The decks whose cards are asked. */
  heads: readonly [DeckHead, ...DeckHead[]];
  first: { prompt: Prompt; seed: string };
  mode: StudyMode;
  /** Id of the quiz whose missed cards are asked; null: all cards. */
  quiz: string | null;
  /** Whether there are other decks. */
  hasOthers: boolean;
  /** Whether the answer was asked for before this was loaded. */
  early: boolean;
}) {
  const study = useStudy(heads, first, mode, early, quiz);
  const {
    prompt,
    head,
    seed,
    live,
    queue,
    revealed,
    leech,
    elsewhere,
    verdict,
    typing,
    judged,
    selfMarkedCorrect,
  } = study;
  const isMixed = heads.length > 1;
  const [dialog, setDialog] = useState<'keys' | 'source' | null>(null);
  const [showsPlace, setShowsPlace] = useState(heads[0].showsSource);
  /** The card whose lab is open. */
  const [labOf, setLabOf] = useState<string | null>(null);
  const answerRef = useRef<HTMLDivElement>(null);
  const questionRef = useRef<HTMLHeadingElement>(null);
  const asked = useRef(seed);
  const isDisputable =
    judged !== null && typing !== null && isDebatable(typing, judged.response, judged.grade);
  const suggested = selfMarkedCorrect ? 3 : suggestedFor(verdict);
  const isTyping = typing !== null;
  const [canType, setCanType] = useState(false);

  // The next question gets the focus, so that it is read out; and with the first one answered there is time for the rest.
  useEffect(() => {
    if (!live || asked.current === seed) return;
    // Fields take the focus themselves.
    if (asked.current !== '' && !isTyping) questionRef.current?.focus({ preventScroll: true });
    showTop(questionRef.current);
    if (asked.current !== '')
      for (const load of [...loads, ...(isTyping ? placingLoads : [])]) void load().catch(() => undefined);
    asked.current = seed;
  }, [live, seed, isTyping]);

  useEffect(() => {
    if (!isTyping) return;
    const loading = [...typingLoads, () => import('#components/card/judge.ts')].map((load) =>
      load().catch(() => undefined),
    );
    void Promise.all(loading).then(() => setCanType(true));
  }, [isTyping]);

  useEffect(() => {
    if (!revealed) return;
    answerRef.current?.focus({ preventScroll: true });
    showTop(answerRef.current);
    const said = verdict === null ? 'Answer shown' : verdictWords[verdict].words;
    announce(`${said}. ${gradeWords('Grade', isDisputable)}`);
  }, [revealed, verdict, isDisputable]);

  function digit(number: number) {
    if (!live) return;
    if (!revealed && prompt?.body.kind === 'choice') {
      const option = shownOptions(prompt.body, seed)[number - 1];
      if (option) study.pick(option.position);
    } else if (number === 1 || number === 2 || number === 3 || number === 4) {
      study.grade(number);
    }
  }

  function showSource() {
    rememberSource();
    setShowsPlace(true);
    setDialog((open) => (open === 'source' ? null : 'source'));
  }

  const gradeAsSuggested = () =>
    suggested === null ? announce(`You decide: ${gradeWords('grade', true)}`) : study.grade(suggested);
  const onward = live
    ? () => (revealed ? gradeAsSuggested() : isTyping ? study.check() : study.reveal())
    : undefined;
  const claim = revealed && isDisputable ? study.claim : undefined;
  const bury = live && prompt ? () => study.setAside('bury', prompt) : undefined;
  const lab = prompt?.lab ?? null;
  const showsLab = lab !== null && labOf === prompt?.key;
  const runLab = lab && prompt ? () => setLabOf(showsLab ? null : prompt.key) : undefined;
  const suspend = live && prompt ? () => study.setAside('suspend', prompt) : undefined;
  // What is typed before there are fields is meant for them.
  const isEarly = isTyping && !canType;
  useKeys(
    isEarly
      ? {}
      : {
          ' ': isTyping && !revealed ? undefined : onward,
          Enter: onward,
          ...Object.fromEntries(
            Array.from({ length: 9 }, (_, index) => [String(index + 1), () => digit(index + 1)]),
          ),
          i: claim,
          u: study.undo,
          r: runLab,
          s: bury,
          x: suspend,
          e: showSource,
          '?': () => setDialog('keys'),
          Escape: dialog === 'source' ? () => setDialog(null) : undefined,
        },
  );

  const said = <SaidLine said={study.said} onUndo={study.undo} />;
  if (!prompt) {
    if (!queue) return null;
    return (
      <>
        {said}
        <Suspense>
          <Finished
            title={isMixed ? allDecks : head.title}
            deck={isMixed ? null : head.deck}
            mode={mode}
            isMissed={quiz !== null}
            hasOthers={hasOthers}
            done={study.done}
            learning={queue.counts.learning}
            nextDueAt={queue.nextDueAt}
            now={study.now ?? 0}
            examAhead={!isMixed && study.settings.examDate !== null}
            leech={leech}
            elsewhere={elsewhere}
            more={study.more === null ? null : { ...study.more, onMore: study.studyAhead }}
            onUndo={study.undo}
          />
        </Suspense>
      </>
    );
  }

  return (
    <>
      {said}
      <StudyFrame
        title={isMixed ? mixedTitle(head) : head.title}
        done={study.done + (queue ? queue.counts.learning / 2 : 0)}
        counts={queue && queue.counts}
        note={
          <>
            {modeNotes[mode] && quiz === null && <p className="mb-3 text-sm text-soft">{modeNotes[mode]}</p>}
            {elsewhere && <p className="mb-3 text-waiting">{elsewhere}</p>}
            {leech && <LeechNotice prompt={leech} onSuspend={() => study.setAside('suspend', leech)} />}
            {study.failed && <LoadFailed what={isMixed ? 'A deck' : 'The deck'} className="mb-3" />}
          </>
        }
        front={prompt.front}
        frontRef={questionRef}
        bodyRef={answerRef}
        body={<StudyAnswer study={study} prompt={prompt} onClaim={claim} />}
        action={
          revealed ? (
            <GradeBar outcomes={study.outcomes} suggested={suggested} onGrade={study.grade} />
          ) : typing && study.response && isAnswered(typing, study.response) ? (
            <CheckButtons onCheck={study.check} onReveal={study.reveal} />
          ) : (
            <RevealButton keyName={isTyping ? '↵' : 'Space'} {...(live ? { onReveal: study.reveal } : {})} />
          )
        }
        footer={
          <>
            {runLab && (
              <KeyButton keyName="R" name={showsLab ? 'close the lab' : 'run it'} onClick={runLab} />
            )}
            <KeyButton keyName="U" name="undo" onClick={study.undo} />
            <KeyButton keyName="S" name="not today" onClick={bury} />
            <KeyButton keyName="X" name="suspend" onClick={suspend} />
            <KeyButton keyName="?" name="keys" onClick={() => setDialog('keys')} />
            {showsPlace && (
              <button
                type="button"
                className="ml-auto min-h-8 hover:text-ink"
                aria-keyshortcuts="E"
                onClick={() => setDialog('source')}
              >
                {placeText(head.file, prompt.line)}
              </button>
            )}
          </>
        }
      />
      {showsLab && <CardLab key={prompt.key} prompt={prompt} onClose={() => setLabOf(null)} />}
      <Suspense>
        {dialog === 'source' && <SourceLine head={head} prompt={prompt} onClose={() => setDialog(null)} />}
        {dialog === 'keys' && <StudyKeys onClose={() => setDialog(null)} />}
      </Suspense>
    </>
  );
}

/** How to go on when an answer is shown. */
function gradeWords(grade: 'grade' | 'Grade', isDisputable: boolean): string {
  const grading = `${grade} ${byInput('with 1 to 4', 'your answer')}`;
  const claim = byInput('press I', 'choose “I was right”');
  return isDisputable ? `${grading}, or ${claim} if you were right.` : `${grading}.`;
}

/** What is framed when an answer is shown; null: what is close the student decides. */
function suggestedFor(verdict: Judgement | null): Rating | null {
  if (verdict === null) return 3;
  return verdict === 'close' ? null : ratingOf(verdict, false);
}
