/** What a card claims, and a snippet that shows it. */
export interface Fact {
  readonly card: string;
  /** Runs after `preamble.py`. */
  readonly python: string;
  /** What the snippet prints, line by line; `\n` at the end is left out. */
  readonly prints: string;
  /** What the card says, where its words are not those that the snippet prints. */
  readonly says?: string;
  /** True only of Linux. */
  readonly onLinux?: true;
}
