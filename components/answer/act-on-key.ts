import type { KeyboardEvent } from 'react';

/** Does what belongs to the key, which then does nothing else; any other key is left to the page. */
export function actOnKey(event: KeyboardEvent, actions: Readonly<Record<string, () => void>>): void {
  const action = Object.entries(actions).find(([key]) => key === event.key)?.[1];
  if (!action) return;
  event.preventDefault();
  action();
}
