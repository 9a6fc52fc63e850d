import { Markup } from '#components/study/markup.tsx';
import type { Body } from '#lib/deck/prompt.ts';
import type { Grade } from '#lib/grade/verdict.ts';
import { TextDiff } from './text-diff.tsx';
import { TextNote } from './text-note.tsx';
import { verdictWords } from './verdict-words.ts';

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
                    <TextDiff grade={item} isCode={isCode} />
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
