'use client';

import { type PointerEvent as ReactPointerEvent, useEffect, useRef, useState } from 'react';

/** How far the pointer goes before it drags, in CSS pixels: less is a click. */
const threshold = 5;
/** So near to the upper or lower edge of the window, in CSS pixels, the page scrolls. */
const edge = 96;

/**
 * Drags elements with mouse, pen or finger. A finger drags by what is marked with `data-grip` (and `touch-action: none`), as
 * elsewhere it scrolls the page; the others drag by the whole element. Escape leaves everything where it was.
 *
 * @param find the place at a point of the window (CSS pixels) where the item may be dropped; null: none.
 * @returns `lift(item)` for `onPointerDown`; the item that is dragged and the place it is over, null for none.
 */
export function useDrag({
  find,
  onDrop,
}: {
  find: (x: number, y: number, item: number) => number | null;
  onDrop: (item: number, place: number) => void;
}) {
  const [dragged, setDragged] = useState<{ item: number; place: number | null } | null>(null);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);

  function start(event: ReactPointerEvent<HTMLElement>, item: number) {
    const element = event.currentTarget;
    const target = event.target instanceof Element ? event.target : element;
    if (event.button !== 0 || !event.isPrimary || stop.current) return;
    if (event.pointerType === 'touch' && !target.closest('[data-grip]')) return;
    if (target.closest('button') && target.closest('button') !== element) return;

    const { pointerId } = event;
    const from = { x: event.pageX, y: event.pageY };
    const last = { x: event.clientX, y: event.clientY };
    let lifted = false;
    let frame = 0;

    const show = () => {
      const moved = { x: last.x + scrollX - from.x, y: last.y + scrollY - from.y };
      element.style.transform = `translate(${moved.x}px, ${moved.y}px)`;
      const place = find(last.x, last.y, item);
      setDragged((before) => (before?.item === item && before.place === place ? before : { item, place }));
    };
    const scroll = () => {
      const step = last.y < edge ? -8 : last.y > innerHeight - edge ? 8 : 0;
      if (step !== 0) {
        scrollBy(0, step);
        show();
      }
      frame = requestAnimationFrame(scroll);
    };
    const move = (at: PointerEvent) => {
      if (at.pointerId !== pointerId) return;
      last.x = at.clientX;
      last.y = at.clientY;
      if (!lifted && Math.hypot(at.pageX - from.x, at.pageY - from.y) < threshold) return;
      if (!lifted) {
        lifted = true;
        element.dataset.lifted = '';
        frame = requestAnimationFrame(scroll);
      }
      show();
    };
    const end = (at: PointerEvent) => {
      if (at.pointerId !== pointerId) return;
      const place = lifted && at.type === 'pointerup' ? find(at.clientX, at.clientY, item) : null;
      if (lifted) swallowClick();
      stop.current?.();
      if (place !== null) onDrop(item, place);
    };
    const escape = (key: KeyboardEvent) => {
      if (key.key !== 'Escape' || !lifted) return;
      key.preventDefault();
      stop.current?.();
    };
    stop.current = () => {
      stop.current = null;
      cancelAnimationFrame(frame);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
      removeEventListener('keydown', escape, true);
      element.style.transform = '';
      delete element.dataset.lifted;
      setDragged(null);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
    addEventListener('keydown', escape, true);
  }

  return {
    lift: (item: number) => (event: ReactPointerEvent<HTMLElement>) => start(event, item),
    dragged: dragged?.item ?? null,
    over: dragged?.place ?? null,
  };
}

/** The click that a browser makes of the end of a drag is not meant for what lies there. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, true));
}
