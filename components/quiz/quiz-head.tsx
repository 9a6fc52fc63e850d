/** Where a quiz is, and the way out of it. */
export function QuizHead({
  title,
  name,
  place,
  length,
  done,
  note,
  onLeave,
}: {
  title: string;
  name: 'Quiz' | 'Test';
  /** From 1. */
  place: number;
  length: number;
  done: number;
  note: string | null;
  onLeave: (() => void) | null;
}) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
      <h1 className="max-w-1/2 min-w-0 truncate">
        {name}: {title}
      </h1>
      <progress className="bar min-w-12 flex-1" max={length} value={done} aria-label="Questions answered" />
      <span className="whitespace-nowrap tabular-nums">
        {place} / {length}
      </span>
      {note !== null && <span className="whitespace-nowrap tabular-nums">{note}</span>}
      {onLeave && (
        <button type="button" className="min-h-8 hover:text-ink" onClick={onLeave}>
          End it here
        </button>
      )}
    </div>
  );
}
