'use client';

import { useEffect, useRef } from 'react';
import { MarkupWithBlanks, showSideways } from '#components/answer/markup-with-blanks.tsx';
import { AlsoRight } from '#components/answer/solution.tsx';
import { verdictWords } from '#components/answer/verdict-words.ts';
import { InlineMarkup, Markup } from '#components/ui/markup.tsx';
import type { Body } from '#lib/cards/prompt.ts';
import type { AnswerSort } from '#lib/grade/answer-sort.ts';
import type { DiffPiece, Grade, TextNote as Note, TextGrade } from '#lib/grade/verdict.ts';

/**
 * What was typed above what is right, what differs marked in both; read out as a sentence. Where the two have little in
 * common, all of both is marked; of a list, of which any item may be meant, only what was typed is shown then.
 */
function TextDiff({
  grade,
  isCode,
  isItem = false,
}: {
  grade: TextGrade;
  isCode: boolean;
  isItem?: boolean;
}) {
  const { typed, expected } = grade;
  const whole: readonly DiffPiece[] = [
    { kind: 'missing', text: expected },
    { kind: 'extra', text: typed },
  ];
  const isLike = grade.diff.length > 0 && isReporting(grade);
  const diff = isLike ? grade.diff : isItem ? null : whole;
  const font = isCode ? 'font-mono text-[0.92em]' : '';
  const missing = diff?.filter(({ kind }) => kind === 'missing').map(({ text }) => `“${text}”`) ?? [];
  const extra = diff?.filter(({ kind }) => kind === 'extra').map(({ text }) => `“${text}”`) ?? [];
  return (
    <>
      <p className="sr-only">
        You wrote “{typed}”.
        {diff && ` Right is “${expected}”.`}
        {isLike && missing.length > 0 && ` Missing: ${missing.join(', ')}.`}
        {isLike && extra.length > 0 && ` Too much: ${extra.join(', ')}.`}
      </p>
      <div aria-hidden="true" className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        <span className="text-soft">You wrote</span>
        <span className={`whitespace-pre-wrap ${font}`}>
          <Pieces pieces={diff ?? [{ kind: 'extra', text: typed }]} side="extra" />
        </span>
        {diff && (
          <>
            <span className="text-soft">Right is</span>
            <span className={`whitespace-pre-wrap ${font}`}>
              <Pieces pieces={diff} side="missing" />
            </span>
          </>
        )}
      </div>
    </>
  );
}

/** One side of the difference: what both have, and what only this one has. */
function Pieces({ pieces, side }: { pieces: readonly DiffPiece[]; side: 'extra' | 'missing' }) {
  return pieces
    .filter(({ kind }) => kind === 'same' || kind === side)
    .map(({ kind, text }, index) =>
      kind === 'same' ? (
        text
      ) : side === 'extra' ? (
        <del key={index} className="diff-extra">
          {text}
        </del>
      ) : (
        <ins key={index} className="diff-missing">
          {text}
        </ins>
      ),
    );
}

/** Whether the two have so much in common that the pieces say something. */
function isReporting({ diff, typed, expected }: TextGrade): boolean {
  const same = diff.filter(({ kind }) => kind === 'same').reduce((sum, { text }) => sum + text.length, 0);
  return same * 2 >= Math.max(typed.length, expected.length);
}

/** What sort of thing an answer is, in words. */
const sortWords: Readonly<Record<AnswerSort, string>> = {
  number: 'a number',
  truth: 'a truth value',
  address: 'an address',
  call: 'a call',
  exception: 'an exception',
  errno: 'an errno',
  state: 'a state of TCP',
  segment: 'a segment',
  constant: 'a constant',
  literal: 'a string',
  code: 'a name or other code',
  phrase: 'in words',
};

/** Why a typed answer got its verdict, in words. */
function TextNote({
  note,
  not,
}: {
  note: Note;
  /** The card's wrong answers that are worth a word. */
  not: Extract<Body, { kind: 'typed' }>['not'];
}) {
  switch (note.kind) {
    case 'not': {
      const known = not[note.index];
      return (
        known && (
          <>
            Not <InlineMarkup html={known.answer} />
            {known.message ? (
              <>
                {': '}
                <InlineMarkup html={known.message} />
              </>
            ) : (
              '.'
            )}
          </>
        )
      );
    }
    case 'other':
      return <>That is the answer to another question: “{note.answer}”.</>;
    case 'another':
      return <>That means something else.</>;
    case 'letter-case':
      return <>Upper and lower case matter here.</>;
    case 'receiver':
      return <>You wrote “{note.receiver}” before it. Only the call is asked.</>;
    case 'arguments':
      return <>You gave arguments. Only the call is asked.</>;
    case 'called':
      return <>The parentheses would call it here. Only its name belongs there.</>;
    case 'more-words':
      return <>The answer is in it, with other words around.</>;
    case 'near':
      return <>Nearly the answer. Compare the two.</>;
    case 'repeated':
      return <>You also typed the text next to the blank.</>;
    case 'misplaced':
      return <>It belongs to the answer, at another place.</>;
    case 'sort':
      return (
        <>
          You wrote {sortWords[note.typed]}. The answer is {sortWords[note.expected]}.
        </>
      );
    case 'number':
      return <>{note.isTooHigh ? 'The right number is lower.' : 'The right number is higher.'}</>;
    default:
      return note satisfies never;
  }
}

/** Several things that were typed, each with its verdict; then those that were not named. */
export function GradedList({
  body,
  grade,
}: {
  body: Extract<Body, { kind: 'typed' }>;
  grade: Extract<Grade, { kind: 'list' }>;
}) {
  const isCode = body.list?.items[0]?.[0]?.isCode ?? false;
  return (
    <>
      {grade.items.length > 0 && (
        <ul className="flex flex-col gap-2" aria-label="What you wrote">
          {grade.items.map((item, index) => {
            const { sign, words, className } = verdictWords[item.verdict];
            return (
              <li key={index} className="flex gap-2">
                <span className={`w-4 shrink-0 font-semibold ${className}`} aria-hidden="true">
                  {sign}
                </span>
                <div>
                  <span className="sr-only">{words}:</span>
                  {item.verdict === 'right' ? (
                    <span className={isCode ? 'font-mono text-[0.92em]' : ''}>{item.typed}</span>
                  ) : (
                    <TextDiff grade={item} isCode={isCode} isItem />
                  )}
                  {item.note && (
                    <p className="mt-1 text-soft">
                      <TextNote note={item.note} not={body.not} />
                    </p>
                  )}
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {grade.missing.length > 0 && (
        <p className="mt-2">
          <span className="font-semibold text-bad">Not named:</span> {grade.missing.join(', ')}
        </p>
      )}
      <div className="mt-4 border-t border-line pt-4">
        <Markup html={body.answer} className="text-[1.0625rem]" />
      </div>
    </>
  );
}

/** The card's text; in the place of each blank what was typed, and what is right where that is something else. */
export function GradedBlanks({
  body,
  grades,
}: {
  body: Extract<Body, { kind: 'cloze' | 'code' }>;
  grades: readonly TextGrade[];
}) {
  const noted = grades.flatMap((grade, index) => (grade.note ? [{ ...grade, note: grade.note, index }] : []));
  const isAnswered = grades.some(({ typed }) => typed.trim() !== '');
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => showSideways(field.current?.querySelector('ins')), []);
  return (
    <>
      <div ref={field}>
        <MarkupWithBlanks
          html={body.hidden}
          blank={(index) => <GradedBlank grade={grades[index]} isAnswered={isAnswered} />}
        />
      </div>
      {noted.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1 text-soft">
          {noted.map(({ index, typed, note }) => (
            <li key={index}>
              “{typed}”: <TextNote note={note} not={[]} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** @param isAnswered whether any blank was filled: else that none was is said once, above */
function GradedBlank({ grade, isAnswered }: { grade: TextGrade | undefined; isAnswered: boolean }) {
  if (grade === undefined) return null;
  const { sign, words, className } = verdictWords[grade.verdict];
  const counts = grade.verdict === 'right' || grade.verdict === 'slip';
  const isSame = grade.verdict === 'right' || grade.typed === grade.expected;
  return (
    // What is only spoken stays inside the code that scrolls.
    <span className="relative">
      <span className="sr-only">{words}: </span>
      <span aria-hidden="true" className={`mr-[0.15em] font-sans font-semibold ${className}`}>
        {sign}
      </span>
      {isSame ? (
        <mark className="blank">{grade.typed}</mark>
      ) : (
        <>
          {grade.typed.trim() === '' ? (
            isAnswered && <span className="sr-only">nothing</span>
          ) : counts ? (
            <mark className="blank">{grade.typed}</mark>
          ) : (
            <del className="diff-extra">{grade.typed}</del>
          )}{' '}
          <span className="sr-only">{isAnswered ? ', right is ' : 'right is '}</span>
          <ins className="diff-missing">{grade.expected}</ins>
        </>
      )}
    </span>
  );
}

/** A typed answer compared with the right one. */
export function GradedText({ body, grade }: { body: Extract<Body, { kind: 'typed' }>; grade: TextGrade }) {
  const isCode = body.accepted[0]?.isCode ?? false;
  return (
    <>
      {grade.typed.trim() === '' ? null : grade.verdict === 'right' ? (
        <p>
          <span className="text-soft">You wrote</span>{' '}
          <span className={isCode ? 'font-mono text-[0.92em]' : ''}>{grade.typed}</span>
        </p>
      ) : (
        <TextDiff grade={grade} isCode={isCode} />
      )}
      {grade.note && (
        <p className="mt-2">
          <TextNote note={grade.note} not={body.not} />
        </p>
      )}
      <div className="mt-4 border-t border-line pt-4">
        <Markup html={body.answer} className="text-[1.0625rem]" />
        <AlsoRight accept={body.accept} />
      </div>
    </>
  );
}
