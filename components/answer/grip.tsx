/** Where a finger takes hold of what can be dragged. */
export function Grip() {
  return (
    <span
      data-grip
      aria-hidden="true"
      className="flex min-h-6 w-4 shrink-0 cursor-grab touch-none items-center justify-center text-soft select-none pointer-coarse:min-h-11 pointer-coarse:w-6"
    >
      ⠿
    </span>
  );
}
