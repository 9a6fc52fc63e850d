import type { ForecastDay } from '#lib/review/forecast.ts';
import { dayText } from './day-text.ts';

/** A bar for each day, with its number; a table to a screen reader. */
export function ForecastChart({ days, today }: { days: readonly ForecastDay[]; today: number }) {
  const most = Math.max(1, ...days.map(({ reviews }) => reviews));
  return (
    <table className="block w-full">
      <caption className="sr-only">Cards that come due on each day</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Cards due</th>
        </tr>
      </thead>
      <tbody className="flex h-36 items-end gap-1">
        {days.map(({ day, reviews }) => (
          <tr
            key={day}
            className="flex h-full min-w-0 flex-1 flex-col items-center justify-end"
            title={dayText(day)}
          >
            <td className="order-1 text-xs text-soft tabular-nums">{reviews || ''}</td>
            <td aria-hidden="true" className="order-2 w-full">
              <div
                className={`w-full rounded-t ${day === today ? 'bg-ink' : 'bg-edge'}`}
                style={{ height: `${Math.max(reviews > 0 ? 3 : 1, (96 * reviews) / most)}px` }}
              />
            </td>
            <th scope="row" className="order-3 mt-1 text-xs font-normal text-soft">
              <span aria-hidden="true">{day === today ? 'Now' : dayText(day).slice(0, 2)}</span>
              <span className="sr-only">{dayText(day)}</span>
            </th>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
