/** Keys that a button or link acts on by itself when it has the focus. */
const activating: ReadonlySet<string> = new Set([' ', 'Enter']);
/** More than anybody presses while something is written. */
const mostHeld = 20;

const holds = new Set<Promise<unknown>>();
const held: string[] = [];

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type);
}

function onKey(event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey, altKey, repeat, isComposing, target } = event;
  if (ctrlKey || metaKey || altKey || repeat || isComposing || isTextField(target)) return;
  if (key.length > 1 && key !== 'Enter' && key !== 'Escape') return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (held.length < mostHeld) held.push(key);
}

/** Presses a key for the student, on what has the focus now. */
function press(key: string): void {
  const target = document.activeElement ?? document.body;
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  const isLeft = target.dispatchEvent(event);
  // A browser activates for its own events only.
  if (isLeft && activating.has(key) && target instanceof HTMLElement && target.matches('button, a, summary'))
    target.click();
}

/** Presses what was held, a key a frame: the page shows what one has done before the next. */
function release(): void {
  if (holds.size > 0) return;
  const key = held.shift();
  if (key === undefined) return window.removeEventListener('keydown', onKey, true);
  window.removeEventListener('keydown', onKey, true);
  press(key);
  window.addEventListener('keydown', onKey, true);
  requestAnimationFrame(release);
}

/**
 * Keys that are pressed while the page writes something wait for that, and are then pressed on the page as it has become: a
 * student who answers faster than a disk is not ignored. Text fields go on as ever. `until` settles when the page shows what was
 * written.
 */
export function holdKeys(until: Promise<unknown>): void {
  holds.add(until);
  window.addEventListener('keydown', onKey, true);
  // In the frame that shows what was written. A failure is reported as if nothing waited for it.
  void until.finally(() =>
    requestAnimationFrame(() => {
      holds.delete(until);
      release();
    }),
  );
}
