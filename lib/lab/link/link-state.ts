import type { LinkTrouble } from '#lib/lab/link/link-troubles.ts';

/** How a page stands with the lab. */
export type LinkState =
  /** No session, and none is wanted. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Tries again by itself at `retryAtMs` (epoch milliseconds); in the past while it is trying. */
  | {
      readonly kind: 'retrying';
      readonly code: LinkTrouble;
      readonly happened: string;
      readonly todo: string;
      readonly retryAtMs: number;
    }
  /** Waits for a press. `canGoOn`: the session may still be there. */
  | {
      readonly kind: 'ended';
      readonly code: LinkTrouble;
      readonly happened: string;
      readonly todo: string;
      readonly canGoOn: boolean;
    };
