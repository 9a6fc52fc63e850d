'use client';

import { startTransition, useEffect, useState } from 'react';

/**
 * False on the server and in the first paint, then true. What it lets in may be lazy: until that has come, the page stays as
 * it is.
 */
export function useAfterPaint(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => startTransition(() => setPainted(true)), []);
  return painted;
}
