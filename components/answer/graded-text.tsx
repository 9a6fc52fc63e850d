import { AlsoRight } from '#components/study/also-right.tsx';
import { Markup } from '#components/study/markup.tsx';
import type { Body } from '#lib/deck/prompt.ts';
import type { TextGrade } from '#lib/grade/verdict.ts';
import { TextDiff } from './text-diff.tsx';
import { TextNote } from './text-note.tsx';

/** A typed answer beside the right one. */
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
