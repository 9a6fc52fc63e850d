import type { PhrasingContent, RootContent } from 'mdast';
import type { CardOutline } from '#lib/deck/outline-card.ts';
import type { GuideScript } from '#lib/lab/guide/guide.ts';
import type { OrderScript } from '#lib/lab/order/order-script.ts';
import type { Finding, Range } from '#lib/diagnostics/finding.ts';

/** A piece of a card, as Markdown's tree. */
export type Nodes = readonly RootContent[];

/** What a card of each kind is made of, before it becomes HTML. */
export type CardContent =
  | { readonly kind: 'basic'; readonly answer: Nodes }
  | {
      readonly kind: 'typed';
      readonly question: Nodes;
      readonly answer: Nodes;
      readonly accept: readonly Nodes[];
      /** The answer is several things, each with the ways to say it; `null`: it is one thing. */
      readonly list: { readonly items: readonly (readonly Nodes[])[]; readonly anyOrder: boolean } | null;
      readonly not: readonly { readonly answer: Nodes; readonly message: Nodes | null }[];
    }
  | {
      readonly kind: 'choice';
      readonly question: Nodes;
      readonly options: readonly {
        readonly text: Nodes;
        readonly right: boolean;
        readonly feedback: Nodes | null;
      }[];
      readonly explanation: Nodes;
    }
  | {
      readonly kind: 'order';
      readonly steps: readonly Nodes[];
      readonly free: readonly { readonly step: Nodes; readonly after: number; readonly before: number }[];
      readonly extra: readonly { readonly step: Nodes; readonly message: Nodes | null }[];
      readonly explanation: Nodes;
      readonly run: OrderScript | null;
      /** Where each step stands, then the label of each free and extra one; offsets count from the card's beginning. */
      readonly places: readonly Range[];
    }
  | {
      readonly kind: 'match';
      readonly head: readonly [Nodes, Nodes];
      readonly pairs: readonly (readonly [Nodes, Nodes])[];
      readonly explanation: Nodes;
    }
  | { readonly kind: 'cloze' | 'code'; readonly body: Nodes };

/** An image whose path is sound; whether the file exists is asked each time the deck is read. */
export interface ImageUse extends Range {
  /** Relative to the deck's folder, with `/`. */
  readonly path: string;
}

export interface ParsedCard {
  readonly outline: CardOutline;
  readonly front: readonly PhrasingContent[];
  /** `null`: the card cannot be asked. */
  readonly content: CardContent | null;
  readonly why: Nodes;
  readonly images: readonly ImageUse[];
  /** Its lab script; `null`: it has none that could be run. */
  readonly script: GuideScript | null;
  /** What stands for the blanks in the nodes of `content`. */
  readonly mark: string | null;
  /** Those of the outline and those of the Markdown, by position. */
  readonly findings: readonly Finding[];
}

/** What the parser of one kind gives. */
export interface Parsed<Content> {
  readonly content: Content | null;
  readonly findings: readonly Finding[];
}
