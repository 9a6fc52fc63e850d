import type { Prompt } from '#lib/deck/prompt.ts';

/** The card that was forgotten so often that studying it on is of little use. */
export function LeechNotice({ prompt, onSuspend }: { prompt: Prompt; onSuspend: () => void }) {
  return (
    <p role="status" className="mb-3 rounded-lg border border-waiting bg-waiting-tint px-4 py-3">
      <strong className="text-waiting">Leech.</strong> You keep forgetting “{prompt.text}”. Write it down in
      your own words, or leave it out for now.{' '}
      <button type="button" className="underline" onClick={onSuspend}>
        Suspend it
      </button>
    </p>
  );
}
