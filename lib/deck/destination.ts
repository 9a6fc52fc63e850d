/** Somewhere to go on this site. */
export interface Destination {
  readonly href: string;
  readonly name: string;
  /** What it is, or where it stands: `Page`, `sockets.md:41`. */
  readonly detail: string;
  /** More words to find it by. */
  readonly keywords?: string;
}
