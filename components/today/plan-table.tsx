import { dayText } from '#components/progress/day-text.ts';
import type { ExamOutlook } from '#lib/review/exam.ts';

/** What to do on each day until the exam. */
export function PlanTable({ exam }: { exam: ExamOutlook }) {
  return (
    <div className="mt-2 max-h-64 overflow-y-auto" tabIndex={0} role="group" aria-label="Plan until the exam">
      <table className="tabular-nums">
        <thead className="text-left">
          <tr>
            {['Day', 'Reviews', 'New'].map((name) => (
              <th key={name} scope="col" className="pr-6 font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="text-ink">
          {exam.plan.map(({ day, reviews, new: fresh }) => (
            <tr key={day}>
              <td className="pr-6">{dayText(day)}</td>
              <td className="pr-6">{reviews}</td>
              <td>{fresh}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
