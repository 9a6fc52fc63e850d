/** A small button below a card that says its key. */
export function KeyButton({
  keyName,
  name,
  onClick,
}: {
  keyName: string;
  name: string;
  /** Absent: it does nothing now. */
  onClick: (() => void) | undefined;
}) {
  return (
    <button
      type="button"
      className="min-h-8 hover:text-ink"
      aria-keyshortcuts={keyName}
      disabled={!onClick}
      onClick={onClick}
    >
      <kbd className="key">{keyName}</kbd> {name}
    </button>
  );
}
