import type { ParsedCard } from '#lib/deck/kinds/card.ts';
import type { LineRole } from '#lib/deck/syntax/line-roles.ts';
import type { CodeInfo } from '#lib/diagnostics/call-codes.ts';
import type { Finding, Range, SourceLine } from '#lib/diagnostics/finding.ts';

/** Text with the roles of its lines: a card, or text that belongs to no card. */
export interface Lines {
  readonly source: string;
  readonly lines: readonly SourceLine[];
  readonly roles: readonly LineRole[];
  /** The text begins a file, and its first heading is the title. */
  readonly beginsFile?: boolean;
}

/** Reports a problem at a range of the text. Message and help default to those of the rule. */
export type Report = (range: Range, more?: Partial<Pick<Finding, 'message' | 'help' | 'fix'>>) => void;

/**
 * The codes whose findings are consequences of a finding: where their ranges overlap, where they come after it, or
 * anywhere in the same card (or the same front matter).
 */
export interface Supersedes {
  readonly overlapping?: readonly string[];
  readonly below?: readonly string[];
  readonly anywhere?: readonly string[];
}

/** A deck with the problem; `⟦` and `⟧` enclose the range that is reported. */
export interface Example {
  readonly deck: string;
  /** Part of the help. */
  readonly help?: string;
  /** The codes of other problems in the same deck. */
  readonly also?: readonly string[];
  /** The deck after `npm run deck -- fix`. */
  readonly fixed?: string;
}

/**
 * A problem that a deck can have. A rule of severity `error` also runs when the deck is served, so that the page of the
 * deck shows all errors; a card with such an error is asked nevertheless. What decides whether a card can be asked is the
 * business of `lib/deck/syntax` and `lib/deck/kinds`.
 */
export interface Rule extends CodeInfo {
  /** Stable; an entry of `docs/errors.md`. */
  readonly code: string;
  readonly supersedes?: Supersedes;
  readonly check: (card: ParsedCard, report: Report) => void;
  /** For problems that text outside of cards can have. */
  readonly checkProse?: (prose: Lines, report: Report) => void;
  readonly examples: {
    readonly reported: readonly (string | Example)[];
    /** Decks that come near the problem; nothing at all is reported for them. */
    readonly silent?: readonly string[];
  };
}
