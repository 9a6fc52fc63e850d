'use client';

import { type KeyMeanings, KeysDialog } from '#components/ui/keys-dialog.tsx';

const answering: KeyMeanings = [
  ['1 – 9, A – K', 'Choose the option, step or right side with that key'],
  ['↑ ↓', 'From row to row of an order or a match'],
  ['Alt ↑ ↓', 'Move a step of an order'],
  ['Delete', 'Take a step, or a right side, out'],
];
const always: KeyMeanings = [
  ['Ctrl K', 'Go to a page, deck or card'],
  ['?', 'These keys'],
];
const keys: Readonly<Record<'quiz' | 'test', KeyMeanings>> = {
  quiz: [
    ['Enter', 'Answer; then the next question'],
    ...answering,
    ['Space', 'Show the answer of a card that you grade yourself'],
    ['1 – 4', 'Grade it: Again, Hard, Good, Easy'],
    ['H', 'A hint'],
    ['I', 'I was right, after your answer was graded as wrong'],
    ['U', 'Undo your last answer, as often as you like'],
    ['R', 'Run it: the card’s lab, on the real kernel'],
    ...always,
  ],
  test: [
    ['Enter', 'The next question'],
    ['Page Up', 'The question before, also while you type'],
    ['Page Down', 'The next question, also while you type'],
    ...answering,
    ...always,
  ],
};

/** All keys of a quiz, or of a test. */
export function QuizKeys({ mode, onClose }: { mode: 'quiz' | 'test'; onClose: () => void }) {
  return <KeysDialog keys={keys[mode]} onClose={onClose} />;
}

/** Where a quiz is, and the way out of it. */
export function QuizHead({
  title,
  name,
  place,
  length,
  done,
  note,
  onLeave,
}: {
  title: string;
  name: 'Quiz' | 'Test';
  /** From 1. */
  place: number;
  length: number;
  done: number;
  note: string | null;
  onLeave: (() => void) | null;
}) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
      <h1 className="max-w-1/2 min-w-0 truncate">
        {name}: <bdi>{title}</bdi>
      </h1>
      <progress className="bar min-w-12 flex-1" max={length} value={done} aria-label="Questions answered" />
      <span className="whitespace-nowrap tabular-nums">
        {place} / {length}
      </span>
      {note !== null && <span className="whitespace-nowrap tabular-nums">{note}</span>}
      {onLeave && (
        <button type="button" className="min-h-8 hover:text-ink" onClick={onLeave}>
          End it here
        </button>
      )}
    </div>
  );
}
