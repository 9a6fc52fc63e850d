'use client';

import { Component, type ReactNode } from 'react';

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
