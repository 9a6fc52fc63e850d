/** What can go wrong between the review log and the browser's storage. The texts are in `docs/errors.md`, too. */
export const storeFaults = {
  STORE_UNAVAILABLE: {
    message: 'This browser does not let the page store anything, so your answers live only in this tab',
    help: 'Leave private browsing or allow site data for this address, or export your answers before you close the tab',
  },
  STORE_FULL: {
    message: 'The browser’s storage is full, so your last answers are kept only in this tab',
    help: 'Export your answers now, then free some disk space and try again',
  },
  STORE_FAILED: {
    message: 'The browser refused to store your last answers, so they are kept only in this tab',
    help: 'Try again; if that fails, export your answers before you close the tab',
  },
} as const;

type StoreFaultCode = keyof typeof storeFaults;

export interface StoreFault {
  readonly code: StoreFaultCode;
  /** The browser's own words. */
  readonly detail: string;
}

/** The fault that an exception of IndexedDB stands for. */
export function storeFault(error: unknown, opened: boolean): StoreFault {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (error instanceof Error && error.name === 'QuotaExceededError') return { code: 'STORE_FULL', detail };
  return { code: opened ? 'STORE_FAILED' : 'STORE_UNAVAILABLE', detail };
}
