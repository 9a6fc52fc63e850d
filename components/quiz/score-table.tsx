import type { Score } from '#lib/quiz/quiz-result.ts';
import { creditText } from './score-text.ts';

/** Parts of a score, each with a bar. */
export function ScoreTable({
  name,
  rows,
}: {
  name: string;
  rows: readonly { readonly name: string; readonly score: Score }[];
}) {
  return (
    <table className="panel w-full border-separate border-spacing-0 text-sm">
      <caption className="eyebrow mb-2 text-left">{name}</caption>
      <tbody>
        {rows.map(({ name: row, score }) => (
          <tr key={row}>
            <th scope="row" className="px-4 py-1.5 text-left font-normal print:py-0.5">
              {row}
            </th>
            <td className="w-16 py-1.5 print:hidden sm:w-24" aria-hidden="true">
              <div className="h-1.5 overflow-hidden rounded bg-line">
                <div
                  className="h-full bg-good"
                  style={{ width: `${String((100 * score.credit) / score.questions)}%` }}
                />
              </div>
            </td>
            <td className="px-4 py-1.5 text-right print:py-0.5 whitespace-nowrap tabular-nums">
              {creditText(score.credit)} of {score.questions}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
