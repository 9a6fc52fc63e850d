'use client';

import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { announce } from '#lib/browser/announce.ts';
import type { Prompt } from '#lib/deck/prompt.ts';
import type { StudyMode } from '#lib/review/queue-item.ts';
import { CardBody } from './card-body.tsx';
import { shownOptions } from './choice-body.tsx';
import { GradeBar } from './grade-bar.tsx';
import { Why } from './markup.tsx';
import { RevealButton, StudyFrame } from './study-frame.tsx';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { useKeys } from './use-keys.ts';
import { useStudy } from './use-study.ts';

// Not needed to answer a card, so not part of what the page loads first.
const Finished = lazy(() => import('./finished.tsx').then((module) => ({ default: module.Finished })));
const KeysDialog = lazy(() => import('./keys-dialog.tsx').then((module) => ({ default: module.KeysDialog })));
const SourceLine = lazy(() => import('./source-line.tsx').then((module) => ({ default: module.SourceLine })));

const modeNotes: Readonly<Record<StudyMode, string | null>> = {
  study: null,
  practice: 'Practice: answers do not count, the schedule stays as it is.',
  cram: 'Cram: answers count, and cards come whether they are due or not.',
};

/** One card at a time: question, answer, grade. */
export function StudySession({
  head,
  first,
  mode,
}: {
  head: DeckHead;
  first: { prompt: Prompt; seed: string };
  mode: StudyMode;
}) {
  const study = useStudy(head, first, mode);
  const { prompt, seed, live, queue, revealed, leech } = study;
  const [dialog, setDialog] = useState<'keys' | 'source' | null>(null);
  const answerRef = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!revealed) return;
    answerRef.current?.focus({ preventScroll: true });
    announce('Answer shown. Grade with 1 to 4.');
  }, [revealed]);

  function digit(number: number) {
    if (!live) return;
    if (!revealed && prompt?.body.kind === 'choice') {
      const option = shownOptions(prompt.body, seed)[number - 1];
      if (option) study.pick(option.position);
    } else if (number === 1 || number === 2 || number === 3 || number === 4) {
      study.grade(number);
    }
  }

  const onward = live ? () => (revealed ? study.grade(3) : study.reveal()) : undefined;
  const bury = live && prompt ? () => study.setAside('bury', prompt) : undefined;
  const suspend = live && prompt ? () => study.setAside('suspend', prompt) : undefined;
  useKeys({
    ' ': onward,
    Enter: onward,
    ...Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [String(index + 1), () => digit(index + 1)]),
    ),
    u: study.undo,
    s: bury,
    x: suspend,
    e: () => setDialog((open) => (open === 'source' ? null : 'source')),
    '?': () => setDialog('keys'),
  });

  if (!prompt) {
    if (!queue) return null;
    return (
      <Suspense>
        <Finished
          head={head}
          mode={mode}
          done={study.done}
          waitMs={queue.nextDueAt === null ? null : Math.max(0, queue.nextDueAt - (study.now ?? 0))}
          examAhead={study.settings.examDate !== null}
          leech={leech}
          onUndo={study.undo}
        />
      </Suspense>
    );
  }

  return (
    <>
      <StudyFrame
        title={head.title}
        done={study.done}
        left={queue && queue.counts.new + queue.counts.learning + queue.counts.review}
        note={
          <>
            {modeNotes[mode] && <p className="mb-3 text-sm text-soft">{modeNotes[mode]}</p>}
            {leech && <LeechNotice prompt={leech} onSuspend={() => study.setAside('suspend', leech)} />}
            {study.failed && (
              <p role="alert" className="mb-3 text-bad">
                ✕ The deck could not be loaded. Check that the server runs, then reload the page.
              </p>
            )}
          </>
        }
        front={prompt.front}
        bodyRef={answerRef}
        body={
          <>
            <CardBody
              body={prompt.body}
              revealed={revealed}
              seed={seed}
              picked={study.picked}
              onPick={study.pick}
            />
            {revealed && prompt.why && <Why html={prompt.why} />}
          </>
        }
        action={
          revealed ? (
            <GradeBar outcomes={study.intervals()} onGrade={study.grade} />
          ) : (
            <RevealButton {...(live ? { onReveal: study.reveal } : {})} />
          )
        }
        footer={
          <>
            <KeyButton keyName="U" name="undo" onClick={study.undo} />
            <KeyButton keyName="S" name="not today" onClick={bury} />
            <KeyButton keyName="X" name="suspend" onClick={suspend} />
            <KeyButton keyName="?" name="keys" onClick={() => setDialog('keys')} />
            <button
              type="button"
              className="ml-auto min-h-8 hover:text-ink"
              aria-keyshortcuts="E"
              onClick={() => setDialog('source')}
            >
              {head.file.split('/').at(-1)}:{prompt.line}
            </button>
          </>
        }
      />
      <Suspense>
        {dialog === 'source' && <SourceLine head={head} prompt={prompt} onClose={() => setDialog(null)} />}
        {dialog === 'keys' && <KeysDialog onClose={() => setDialog(null)} />}
      </Suspense>
    </>
  );
}

function KeyButton({
  keyName,
  name,
  onClick,
}: {
  keyName: string;
  name: string;
  onClick: (() => void) | undefined;
}) {
  return (
    <button
      type="button"
      className="min-h-8 hover:text-ink"
      aria-keyshortcuts={keyName}
      disabled={!onClick}
      onClick={onClick}
    >
      <kbd className="key">{keyName}</kbd> {name}
    </button>
  );
}

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
