import type { PhrasingContent } from 'mdast';
import type { ImageUse } from '#lib/deck/markdown/addresses.ts';
import type { Nodes } from '#lib/deck/markdown/parse.ts';
import type { CardOutline } from '#lib/deck/syntax/outline.ts';
import type { Finding, Range } from '#lib/diagnostics/finding.ts';
import type { OrderScript } from '#lib/lab/order/order-script.ts';
import type { SourcedScript } from '#lib/lab/script/syntax/sourced-script.ts';

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
      readonly distractors: readonly { readonly step: Nodes; readonly message: Nodes | null }[];
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

export interface ParsedCard {
  readonly outline: CardOutline;
  readonly front: readonly PhrasingContent[];
  /** `null`: the card cannot be asked. */
  readonly content: CardContent | null;
  readonly why: Nodes;
  readonly images: readonly ImageUse[];
  /** Its lab script; `null`: it has none that could be run. */
  readonly script: SourcedScript | null;
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
