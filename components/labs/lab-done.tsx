import type { LabProgress } from '#lib/review/lab-progress.ts';

/** `✓`, or how many of a lab's stages were gone through. */
export function LabDone({ progress }: { progress: LabProgress | null }) {
  if (progress === null) return null;
  const { done, total, isComplete } = progress;
  if (isComplete)
    return (
      <span className="font-semibold text-good">
        <span aria-hidden="true">✓</span> Done
      </span>
    );
  return (
    <span className="text-soft tabular-nums">
      {done === 0 ? `${total} ${total === 1 ? 'part' : 'parts'}` : `${done} of ${total}`}
    </span>
  );
}
