'use client';

import { type ComponentType, useEffect, useState } from 'react';

/**
 * A component that is loaded once the page has been painted and can be used, so that it does not delay either; null until
 * then. `load` must be the same function at every render.
 */
export function useLoaded<P>(load: () => Promise<ComponentType<P>>): ComponentType<P> | null {
  const [loaded, setLoaded] = useState<ComponentType<P> | null>(null);
  useEffect(() => {
    void load().then((component) => setLoaded(() => component));
  }, [load]);
  return loaded;
}
