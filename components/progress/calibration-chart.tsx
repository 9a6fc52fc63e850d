import { percentText } from '#lib/quiz/share-text.ts';
import type { CalibrationBin } from '#lib/review/progress.ts';

const size = 160;
const inset = 26;
const from = 0.4;
/** Fewer answers than this say little. */
const enough = 30;

/** What was predicted against what came: a dot on the diagonal is a prediction that held. */
export function CalibrationChart({ bins }: { bins: readonly CalibrationBin[] }) {
  if (bins.length === 0) {
    return (
      <p className="text-soft">
        Comes with your first reviews on a later day: then predictions meet answers.
      </p>
    );
  }
  const at = (share: number) => ((Math.max(from, share) - from) / (1 - from)) * (size - 2 * inset) + inset;
  const most = Math.max(...bins.map(({ n }) => n));
  const answers = bins.reduce((sum, { n }) => sum + n, 0);
  return (
    <div className="flex flex-wrap items-start gap-5">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        className="w-44"
        role="img"
        aria-label="Predicted recall across, actual recall upwards; the table next to it says the same"
      >
        <path
          d={`M${inset} ${size - inset}L${size - inset} ${inset}`}
          className="stroke-edge"
          strokeDasharray="3 4"
        />
        <path d={`M${inset} ${inset}V${size - inset}H${size - inset}`} className="stroke-line" fill="none" />
        {bins.map(({ from: edge, n, predicted, actual }) => (
          <circle
            key={edge}
            cx={at(predicted)}
            cy={size - at(actual)}
            r={3 + 4 * Math.sqrt(n / most)}
            className="fill-client opacity-80"
          />
        ))}
        <text x={size / 2} y={size - 6} textAnchor="middle" className="fill-soft text-[10px]">
          predicted
        </text>
        <text
          x={-size / 2}
          y={12}
          transform="rotate(-90)"
          textAnchor="middle"
          className="fill-soft text-[10px]"
        >
          actual
        </text>
      </svg>
      <table className="text-sm tabular-nums">
        <thead className="text-left text-soft">
          <tr>
            <th scope="col" className="pr-4 font-normal">
              Predicted
            </th>
            <th scope="col" className="pr-4 font-normal">
              Actual
            </th>
            <th scope="col" className="font-normal">
              Answers
            </th>
          </tr>
        </thead>
        <tbody>
          {bins.map(({ from: edge, n, predicted, actual }) => (
            <tr key={edge}>
              <td>{percentText(predicted, 1)}</td>
              <td>{percentText(actual, 1)}</td>
              <td>{n}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {answers < enough && (
        <p className="w-full text-sm text-soft">
          {answers} {answers === 1 ? 'answer' : 'answers'} so far: too few to judge by. From about {enough} on
          this says something.
        </p>
      )}
    </div>
  );
}
