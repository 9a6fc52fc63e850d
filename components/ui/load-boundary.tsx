'use client';

import { Component, type ReactNode } from 'react';

/** Says that a part of the page, or what it shows, did not come. */
export function LoadFailed({ what, className = '' }: { what: string; className?: string }) {
  return (
    <p role="alert" className={`text-bad ${className}`}>
      ✕ {what} could not be loaded. Check that the server runs, then reload the page.
    </p>
  );
}

/** Shows `failed` instead of its children when they could not be loaded, and leaves the rest of the page alone. */
export class LoadBoundary extends Component<
  { children: ReactNode; failed: ReactNode },
  { hasFailed: boolean }
> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.failed : this.props.children;
  }
}
