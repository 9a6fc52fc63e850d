import type { ExamOutlook } from '#lib/review/exam.ts';

const width = 230;
const height = 56;
const inset = 4;

/** Predicted recall from today to the exam: following the plan (solid) and without further study (dashed). */
export function RecallChart({ curve }: { curve: ExamOutlook['curve'] }) {
  const firstDay = curve[0]?.day ?? 0;
  const days = Math.max(1, (curve.at(-1)?.day ?? 0) - firstDay);
  const x = (day: number) => inset + ((day - firstDay) / days) * (width - 2 * inset);
  const y = (recall: number) => height - inset - recall * (height - 2 * inset);
  const path = (recall: (point: ExamOutlook['curve'][number]) => number) =>
    curve
      .map((point, index) => `${index ? 'L' : 'M'}${x(point.day).toFixed(1)} ${y(recall(point)).toFixed(1)}`)
      .join('');
  const end = curve.at(-1);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="w-full max-w-xs sm:w-60"
      role="img"
      aria-label="Predicted recall from today to the exam: rising if you study every day, falling if you stop"
      fill="none"
      strokeWidth="2"
    >
      <path d={`M${inset} ${height - inset}H${width - inset}`} className="stroke-line" strokeWidth="1" />
      <path d={path(({ stop }) => stop)} className="stroke-soft" strokeDasharray="3 4" />
      <path d={path(({ study }) => study)} className="stroke-good" strokeLinejoin="round" />
      {end && <circle cx={x(end.day)} cy={y(end.study)} r="3.5" className="fill-good" />}
    </svg>
  );
}
