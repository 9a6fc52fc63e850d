/** The numbers of a test's questions, to go to any of them; those with an answer are marked. */
export function QuestionNav({
  length,
  current,
  empty,
  onGo,
}: {
  length: number;
  /** Places count from 0; null: none is shown. */
  current: number | null;
  /** Places of questions without an answer. */
  empty: readonly number[];
  onGo: (place: number) => void;
}) {
  return (
    <nav aria-label="Questions" className="mb-4 flex flex-wrap gap-1">
      {Array.from({ length }, (_, place) => (
        <button
          key={place}
          type="button"
          className={`min-h-9 min-w-9 rounded-md border px-1.5 font-mono text-sm hover:border-edge ${place === current ? 'border-ink' : 'border-line'} ${empty.includes(place) ? '' : 'bg-sunk font-semibold'}`}
          aria-current={place === current ? 'step' : undefined}
          aria-label={`Question ${String(place + 1)}${empty.includes(place) ? '' : ', answered'}`}
          onClick={() => onGo(place)}
        >
          {place + 1}
        </button>
      ))}
    </nav>
  );
}
