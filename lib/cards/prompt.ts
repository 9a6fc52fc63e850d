import type { OrderScript } from '#lib/lab/order/order-script.ts';
import type { SourcedScript } from '#lib/lab/script/syntax/sourced-script.ts';

/**
 * What a deck becomes: prompts. A card of a Markdown file asks one thing, or several (the parts of a cloze, the two
 * directions of `both`); each of those is a prompt and has a schedule of its own. This file is data only, safe in a browser.
 */

export const cardKinds = ['basic', 'typed', 'choice', 'order', 'match', 'cloze', 'code'] as const;
export type CardKind = (typeof cardKinds)[number];

/**
 * Markup that `render-html.ts` made from Markdown: sanitised, without scripts. Nothing else may make one.
 *
 * `question`, `explanation`, `why`, `hidden`, `shown`, a typed or basic `answer` are blocks (`<p>…</p>`); `front` of a
 * card, options, steps, cells, feedback and messages are a phrase without an element around it, unless they hold several
 * blocks.
 */
export type Html = string & { readonly __html: never };

/** `deck/card`, or `deck/card/part`. */
export type PromptKey = string;

/** @param part `null` where the card's own key is the prompt's */
export function promptKey(card: string, part: string | null): PromptKey {
  return part === null ? card : `${card}/${part}`;
}

/** The deck of a prompt's or card's key. */
export function deckOf(key: PromptKey): string {
  return key.slice(0, key.indexOf('/'));
}

/** What scheduling needs to know of a prompt. */
export interface PromptRef {
  readonly key: PromptKey;
  /** `deck/card`: the prompts of one card share it, and are not asked on the same day. */
  readonly card: string;
  /** Above 1: the author says that this is a different fact now. */
  readonly rev: number;
  readonly kind: CardKind;
  /** Topics of the course, ascending; may be empty. */
  readonly topics: readonly number[];
}

export interface Prompt extends PromptRef {
  /** 1-based line of the card's heading in `Deck.file`. */
  readonly line: number;
  /** The question: the heading's inline markup (for the reversed prompt of `both`, the body). */
  readonly front: Html;
  /** The question without markup, for lists and search. */
  readonly text: string;
  readonly body: Body;
  /** The `**Why:**` section. */
  readonly why: Html | null;
  /** What of the card can be run on the kernel. */
  readonly lab: PromptLab | null;
}

/** A script, whose places count from the beginning of its card, or a stage of a lab. */
export type PromptLab =
  | { readonly kind: 'script'; readonly script: SourcedScript }
  | { readonly kind: 'stage'; readonly lab: string; readonly stage: string };

/** A right or wrong answer without markup. */
export interface AnswerText {
  readonly text: string;
  /** Written as code: one code span, or a blank in a fence. */
  readonly isCode: boolean;
}

export type Body =
  | {
      readonly kind: 'basic';
      readonly answer: Html;
      /** Of a card asked both ways, what this prompt asks for; null for any other. */
      readonly asks: 'meaning' | 'name' | null;
    }
  | {
      readonly kind: 'typed';
      /** What is between the heading and `**Answer:**`; part of the question. */
      readonly question: Html | null;
      readonly answer: Html;
      /** Other right answers. */
      readonly accept: readonly Html[];
      /** Right answers, to compare with what was typed; the first is `answer`, but for a list. */
      readonly accepted: readonly AnswerText[];
      /** The answer is several things, each with the ways to say it, the first the author's; `null`: it is one thing. */
      readonly list: {
        readonly items: readonly (readonly AnswerText[])[];
        readonly anyOrder: boolean;
      } | null;
      /** Wrong answers that are worth a word. */
      readonly not: readonly {
        readonly answer: Html;
        readonly text: AnswerText;
        readonly message: Html | null;
      }[];
    }
  | {
      readonly kind: 'choice';
      readonly question: Html | null;
      readonly options: readonly {
        readonly text: Html;
        readonly right: boolean;
        readonly feedback: Html | null;
      }[];
      /** What follows the list. */
      readonly explanation: Html | null;
    }
  | {
      readonly kind: 'order';
      readonly steps: readonly Html[];
      /** May come anywhere from after step `after` (0: the beginning) to before step `before` (n + 1: the end); 1-based. */
      readonly free: readonly { readonly step: Html; readonly after: number; readonly before: number }[];
      readonly distractors: readonly { readonly step: Html; readonly message: Html | null }[];
      readonly explanation: Html | null;
      /** Where every step is a lab call: what the kernel can be made to do in any order of them; `null`: it is not. */
      readonly run: OrderScript | null;
    }
  | {
      readonly kind: 'match';
      readonly head: readonly [Html, Html];
      readonly pairs: readonly (readonly [Html, Html])[];
      readonly explanation: Html | null;
    }
  | {
      readonly kind: 'cloze' | 'code';
      /** The body with this part's blanks hidden (`<span class="blank" data-blank="0">`: index in `blanks`), the others shown. */
      readonly hidden: Html;
      /** The body with this part's answers marked (`<mark class="blank">…</mark>`). */
      readonly shown: Html;
      readonly blanks: readonly {
        /** Right answers; the first is the author's. */
        readonly accepted: readonly AnswerText[];
        readonly hint: string | null;
        /** Empty parentheses after a name: the `same`, `repeated` from the code that follows, or a `call` of what is only named. */
        readonly parentheses: 'same' | 'repeated' | 'call';
        /** The author's text between it and the beginning of its line, or the blank before it. */
        readonly before: string;
        /** The same after it. */
        readonly after: string;
      }[];
    };

/** One deck, as the pages use it. */
export interface Deck {
  /** The front matter's `deck`: first part of every key. */
  readonly deck: string;
  readonly title: string;
  /** The place of the deck among the others, from 1 on (the front matter's `order`); `null`: after those that have one. */
  readonly order: number | null;
  /** The prose's language, BCP 47 (the front matter's `language`; `en` where it names none). */
  readonly lang: string;
  /** Language of code that names none (the front matter's `lang`), in lowercase; `null`: plain. */
  readonly codeLang: string | null;
  /** Path of the Markdown file, relative to the project. */
  readonly file: string;
  /** What the course's topics are called, by number; may be empty. */
  readonly topicNames: Readonly<Record<number, string>>;
  readonly prompts: readonly Prompt[];
}
