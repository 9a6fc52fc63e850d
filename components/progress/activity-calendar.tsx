import type { ActiveDay } from '#lib/review/progress.ts';
import { dayText } from '#components/ui/times.ts';

const weeks = 26;
const cell = 12;
/** 1970-01-01 was a Thursday: weeks begin on Mondays, three days earlier. */
const mondayShift = 3;

/** The last half year, a column for each week, darker for more answers. */
export function ActivityCalendar({ days, today }: { days: readonly ActiveDay[]; today: number }) {
  const byDay = new Map(days.map((day) => [day.day, day]));
  const monday = today - ((today + mondayShift) % 7);
  const first = monday - 7 * (weeks - 1);
  const most = Math.max(1, ...days.filter(({ day }) => day >= first).map(({ answers }) => answers));
  const studied = days.filter(({ day }) => day >= first).length;
  // The newest weeks are at the right end.
  const showEnd = (element: HTMLDivElement | null) => element?.scrollTo({ left: element.scrollWidth });
  return (
    <div ref={showEnd} className="overflow-x-auto" tabIndex={0} role="region" aria-label="Calendar">
      <svg
        width={weeks * cell}
        height={8 * cell}
        viewBox={`0 -${cell} ${weeks * cell} ${8 * cell}`}
        className="h-auto w-full max-w-2xl min-w-80"
        role="img"
        aria-label={`Studied on ${studied} ${studied === 1 ? 'day' : 'days'} of the last half year`}
      >
        {Array.from({ length: weeks }, (_, week) => {
          const month = dayText(first + 7 * week).split(' ')[2];
          const before = dayText(first + 7 * (week - 1)).split(' ')[2];
          return (
            month !== before && (
              <text key={week} x={week * cell + 1} y={-3} className="fill-soft text-[8px]">
                {month}
              </text>
            )
          );
        })}
        {Array.from({ length: today - first + 1 }, (_, index) => {
          const day = first + index;
          const active = byDay.get(day);
          return (
            <rect
              key={day}
              x={Math.floor(index / 7) * cell + 1}
              y={(index % 7) * cell + 1}
              width={cell - 2}
              height={cell - 2}
              rx="2"
              className={active ? 'fill-good' : 'fill-line'}
              opacity={active ? 0.35 + 0.65 * (active.answers / most) : 1}
            >
              <title>
                {dayText(day)}:{' '}
                {active ? `${active.answers} answers, ${Math.round(active.minutes)} min` : 'nothing'}
              </title>
            </rect>
          );
        })}
      </svg>
    </div>
  );
}
