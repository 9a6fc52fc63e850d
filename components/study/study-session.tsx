'use client';

import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { announce } from '#lib/browser/announce.ts';
import type { Prompt } from '#lib/deck/prompt.ts';
import type { StudyMode } from '#lib/review/queue-item.ts';
import { CardBody } from './card-body.tsx';
import { shownOptions } from './choice-body.tsx';
import { GradeBar } from './grade-bar.tsx';
import { InlineMarkup, Why } from './markup.tsx';
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

  const left = queue ? queue.counts.new + queue.counts.learning + queue.counts.review : 0;
  return (
    <div className="mx-auto max-w-2xl pb-28 sm:pb-0">
      <div className="mb-3 flex items-center gap-3 text-sm text-soft">
        <h1 className="min-w-0 truncate">{head.title}</h1>
        <progress
          className="bar min-w-12 flex-1"
          max={study.done + Math.max(1, left)}
          value={study.done}
          aria-label="Cards done"
        />
        <span className="tabular-nums">{queue ? `${study.done + 1} of ${study.done + left}` : '…'}</span>
      </div>
      {modeNotes[mode] && <p className="mb-3 text-sm text-soft">{modeNotes[mode]}</p>}
      {leech && <LeechNotice prompt={leech} onSuspend={() => study.setAside('suspend', leech)} />}
      <article className="panel p-5 sm:p-9" aria-label="Card">
        <h2 className="text-xl leading-snug font-semibold sm:text-2xl">
          <InlineMarkup html={prompt.front} />
        </h2>
        <div ref={answerRef} tabIndex={-1} className="mt-5 outline-none empty:mt-0">
          <CardBody
            body={prompt.body}
            revealed={revealed}
            seed={seed}
            picked={study.picked}
            onPick={study.pick}
          />
          {revealed && prompt.why && <Why html={prompt.why} />}
        </div>
      </article>
      {study.failed && (
        <p role="alert" className="mt-3 text-bad">
          ✕ The deck could not be loaded. Check that the server runs, then reload the page.
        </p>
      )}
      <div className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-ground p-3 sm:static sm:mt-5 sm:border-0 sm:p-0">
        {revealed ? (
          <GradeBar outcomes={study.intervals()} onGrade={study.grade} />
        ) : (
          <button
            type="button"
            className="button button-strong min-h-12 w-full"
            disabled={!live}
            onClick={study.reveal}
          >
            Show the answer <kbd className="key">Space</kbd>
          </button>
        )}
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-soft">
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
      </div>
      <Suspense>
        {dialog === 'source' && <SourceLine head={head} prompt={prompt} onClose={() => setDialog(null)} />}
        {dialog === 'keys' && <KeysDialog onClose={() => setDialog(null)} />}
      </Suspense>
      <noscript>
        <p className="panel mt-5 p-4">
          Studying needs JavaScript, which keeps your schedule in this browser. Every card with its answer can
          be read on <a href={`/decks/${head.deck}`}>the deck’s page</a>.
        </p>
      </noscript>
    </div>
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
