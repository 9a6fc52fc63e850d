import type { CardPlace } from './card-place.ts';

function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${Math.round(share * 100)} %`;
}

/** A card's questions: where each stands, and how well it is predicted to be known. */
export function PlaceTable({ places }: { places: readonly CardPlace[] }) {
  const examAhead = places.some(({ exam }) => exam !== null);
  const columns = [
    'Question',
    'State',
    'Known now',
    ...(examAhead ? ['At the exam, if you stop', 'if you study'] : []),
  ];
  return (
    <div className="mt-4 overflow-x-auto" tabIndex={0} role="group" aria-label="Where it stands">
      <table className="text-sm tabular-nums">
        <thead className="text-left text-soft">
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col" className="pr-5 font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map(({ part, text, recall, exam }) => (
            <tr key={part}>
              <td className="pr-5">{part ?? 'the card'}</td>
              <td className="pr-5">{text}</td>
              <td className="pr-5">{percent(recall)}</td>
              {examAhead && (
                <>
                  <td className="pr-5">{percent(exam?.ifYouStop)}</td>
                  <td>{percent(exam?.ifYouStudy)}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
