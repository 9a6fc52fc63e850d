/** How far beside an element still counts as on it, in CSS pixels: half a gap. */
const margin = 4;

/** Whether a point of the window (CSS pixels) is on the element. */
export function isOver(element: HTMLElement, x: number, y: number): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return x >= left - margin && x <= right + margin && y >= top - margin && y <= bottom + margin;
}
