/** What stays free beside it, in px. */
const margin = 16;

/** Scrolls the code around `element` sideways until it can be seen; the page stays where it is. */
export function showSideways(element: Element | null | undefined): void {
  const code = element?.closest('pre');
  if (!element || !code) return;
  const hidden = element.getBoundingClientRect().right + margin - code.getBoundingClientRect().right;
  if (hidden > 0) code.scrollLeft += hidden;
}
