'use client';

import { useEffect, useRef } from 'react';
import type { Body } from '#lib/deck/prompt.ts';
import type { TextGrade } from '#lib/grade/verdict.ts';
import { MarkupWithBlanks } from './markup-with-blanks.tsx';
import { showSideways } from './show-sideways.ts';
import { TextNote } from './text-note.tsx';
import { verdictWords } from './verdict-words.ts';

/** The card's text; in the place of each blank what was typed, and what is right where that is something else. */
export function GradedBlanks({
  body,
  grades,
}: {
  body: Extract<Body, { kind: 'cloze' | 'code' }>;
  grades: readonly TextGrade[];
}) {
  const noted = grades.flatMap((grade, index) => (grade.note ? [{ ...grade, note: grade.note, index }] : []));
  const isGiven = grades.some(({ typed }) => typed.trim() !== '');
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => showSideways(field.current?.querySelector('ins')), []);
  return (
    <>
      <div ref={field}>
        <MarkupWithBlanks
          html={body.hidden}
          blank={(index) => <GradedBlank grade={grades[index]} isGiven={isGiven} />}
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

/** @param isGiven whether any blank was filled: else that none was is said once, above */
function GradedBlank({ grade, isGiven }: { grade: TextGrade | undefined; isGiven: boolean }) {
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
            isGiven && <span className="sr-only">nothing</span>
          ) : counts ? (
            <mark className="blank">{grade.typed}</mark>
          ) : (
            <del className="diff-extra">{grade.typed}</del>
          )}{' '}
          <span className="sr-only">{isGiven ? ', right is ' : 'right is '}</span>
          <ins className="diff-missing">{grade.expected}</ins>
        </>
      )}
    </span>
  );
}
