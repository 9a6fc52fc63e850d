/** The page's one polite live region (`app/layout.tsx`). */
export const announcerId = 'announcer';

/** Has a screen reader say `text` when it is done with what it is saying, also when it is what was said last. */
export function announce(text: string): void {
  const region = document.getElementById(announcerId);
  if (!region) return;
  region.textContent = '';
  requestAnimationFrame(() => (region.textContent = text));
}
