/** Scrolls back to the beginning of what has just appeared, where the page had been scrolled beyond it. */
export function showTop(element: Element | null): void {
  if (element && element.getBoundingClientRect().top < 0) element.scrollIntoView({ block: 'start' });
}
