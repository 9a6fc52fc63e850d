/** The buttons under a question to which something was given. */
export function CheckButtons({ onCheck, onReveal }: { onCheck: () => void; onReveal: () => void }) {
  return (
    <div className="flex gap-2">
      <button type="button" className="button button-strong min-h-12 flex-1" onClick={onCheck}>
        Check <kbd className="key">↵</kbd>
      </button>
      <button type="button" className="button min-h-12" onClick={onReveal}>
        Show the answer
      </button>
    </div>
  );
}

/** For an answer that was right, whatever grading said. */
export function ClaimButton({
  claimed,
  isClose,
  onClaim,
}: {
  claimed: boolean;
  isClose: boolean;
  onClaim: () => void;
}) {
  return (
    <p className="mt-4 flex flex-wrap items-center gap-3">
      <button type="button" className="button" aria-pressed={claimed} aria-keyshortcuts="I" onClick={onClaim}>
        {claimed ? '✓ I was right' : 'I was right'} <kbd className="key">I</kbd>
      </button>
      {claimed ? (
        <span className="text-sm text-soft">The log keeps it, for whoever writes the deck.</span>
      ) : (
        isClose && <span className="text-sm text-soft">Were you? Say so, or grade it yourself.</span>
      )}
    </p>
  );
}
