import { type Prompt, promptKey, type PromptRef } from '#lib/cards/prompt.ts';
import {
  type ParsedCard,
  parseCard,
  renderCard,
  type RenderedPrompt,
  unusableCard,
} from '#lib/deck/kinds/card.ts';
import { lintCard, type Scope } from '#lib/deck/lint/lint.ts';
import type { ImageUse } from '#lib/deck/markdown/addresses.ts';
import type { RenderContext } from '#lib/deck/markdown/render-html.ts';
import { type CardOutline, outlineCard } from '#lib/deck/syntax/outline.ts';
import type { Segment } from '#lib/deck/syntax/split-deck.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** The place of a card, and what it takes from its deck. */
export interface CardPlace {
  readonly deck: string;
  readonly id: string;
  /** 1-based. */
  readonly line: number;
  /** Topics of the deck, for a card that names none. */
  readonly topics: readonly number[];
}

/** The properties that all prompts of a card share. */
export type CardRef = Omit<PromptRef, 'key'> & Pick<Prompt, 'line'>;

export function cardRef({ heading: { comment }, kind }: CardOutline, place: CardPlace): CardRef {
  const { deck, id, line, topics } = place;
  return { card: `${deck}/${id}`, rev: comment.rev, kind, topics: comment.topics ?? topics, line };
}

function isSamePlace(a: CardPlace, b: CardPlace): boolean {
  return a.id === b.id && a.deck === b.deck && a.line === b.line && a.topics.join() === b.topics.join();
}

/** The problems in a card, and the images it shows. */
interface CheckedCard {
  /** Whether it makes prompts. */
  readonly isAsked: boolean;
  readonly findings: readonly Finding[];
  readonly images: readonly ImageUse[];
}

/** Everything that follows from the source of a card alone; computed when it is first asked for. */
export class KnownCard {
  readonly outline: CardOutline;
  readonly #checked = new Map<Scope, CheckedCard>();
  #rendered: { readonly settings: string; readonly prompts: readonly RenderedPrompt[] } | null = null;
  #placed: {
    readonly place: CardPlace;
    readonly from: readonly RenderedPrompt[];
    readonly prompts: readonly Prompt[];
  } | null = null;

  constructor(source: string) {
    this.outline = outlineCard(source);
  }

  checked(scope: Scope): CheckedCard {
    return this.#checked.get(scope) ?? this.#check(this.#parse(), scope);
  }

  /** The same objects again as long as nothing changes. */
  prompts(place: CardPlace, context: RenderContext): readonly Prompt[] {
    const from = this.#render(context);
    const known = this.#placed;
    if (known !== null && known.from === from && isSamePlace(known.place, place)) return known.prompts;
    const ref = cardRef(this.outline, place);
    const prompts = from.map(({ part, ...prompt }) => ({
      ...ref,
      key: promptKey(ref.card, part),
      ...prompt,
    }));
    this.#placed = { place, from, prompts };
    return prompts;
  }

  #render(context: RenderContext): readonly RenderedPrompt[] {
    // What the HTML depends on besides the card.
    const settings = `${context.codeLang ?? ''} ${context.prose?.lang ?? ''}`;
    if (this.#rendered?.settings === settings) return this.#rendered.prompts;
    const card = this.#parse();
    if (!this.#checked.has('errors')) this.#check(card, 'errors');
    const prompts = this.#renderParsed(card, context);
    // The address and the size of an image may change without the card.
    if (card.images.length === 0) this.#rendered = { settings, prompts };
    return prompts;
  }

  /** A bug in our code drops only this card. */
  #renderParsed(card: ParsedCard, context: RenderContext): readonly RenderedPrompt[] {
    try {
      return renderCard(card, context);
    } catch (error) {
      const { findings, images } = unreadableCard(this.outline, error);
      for (const scope of ['errors', 'all'] as const)
        this.#checked.set(scope, { isAsked: false, findings, images });
      return [];
    }
  }

  #check(card: ParsedCard, scope: Scope): CheckedCard {
    const checked = {
      isAsked: card.content !== null,
      findings: safely(() => lintCard(card, scope), this.outline),
      images: card.images,
    };
    this.#checked.set(scope, checked);
    return checked;
  }

  /** The trees are not kept: they are most of the memory of a deck. */
  #parse(): ParsedCard {
    try {
      return parseCard(this.outline);
    } catch (error) {
      return unreadableCard(this.outline, error);
    }
  }
}

function safely(lint: () => readonly Finding[], outline: CardOutline): readonly Finding[] {
  try {
    return lint();
  } catch (error) {
    return unreadableCard(outline, error).findings;
  }
}

function unreadableCard(outline: CardOutline, error: unknown): ParsedCard {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `the card cannot be read: ${reason.split(/[\r\n]/)[0] ?? ''}`;
  return unusableCard(outline, [finding('CARD_UNREADABLE', outline.heading.range, message)]);
}

/** The cards of a file as of its last reading, by source. */
export class CardCache {
  #known: ReadonlyMap<string, KnownCard> = new Map();

  /** One card for each segment; a card with a known source is the same object, wherever it is now. */
  update(segments: readonly Segment[]): readonly KnownCard[] {
    const next = new Map<string, KnownCard>();
    const cards = segments.map(({ source }) => {
      const card = next.get(source) ?? this.#known.get(source) ?? new KnownCard(source);
      next.set(source, card);
      return card;
    });
    this.#known = next;
    return cards;
  }
}
