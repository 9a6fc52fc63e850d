import type { DiffPiece, TextGrade } from '#lib/grade/verdict.ts';

/**
 * What was typed above what is right, what differs marked in both; read out as a sentence. Where the two have little in
 * common, only what was typed.
 */
export function TextDiff({ grade, isCode }: { grade: TextGrade; isCode: boolean }) {
  const { typed, expected } = grade;
  const diff = grade.diff.length > 0 && isTelling(grade) ? grade.diff : null;
  const font = isCode ? 'font-mono text-[0.92em]' : '';
  const missing = diff?.filter(({ kind }) => kind === 'missing').map(({ text }) => `“${text}”`) ?? [];
  const extra = diff?.filter(({ kind }) => kind === 'extra').map(({ text }) => `“${text}”`) ?? [];
  return (
    <>
      <p className="sr-only">
        You wrote “{typed}”.
        {diff && ` Right is “${expected}”.`}
        {missing.length > 0 && ` Missing: ${missing.join(', ')}.`}
        {extra.length > 0 && ` Too much: ${extra.join(', ')}.`}
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
function isTelling({ diff, typed, expected }: TextGrade): boolean {
  const same = diff.filter(({ kind }) => kind === 'same').reduce((sum, { text }) => sum + text.length, 0);
  return same * 2 >= Math.max(typed.length, expected.length);
}
