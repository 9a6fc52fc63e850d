import { type Prompt, promptKey, type PromptRef } from '#lib/cards/prompt.ts';
import type { ParsedCard } from '#lib/deck/kinds/card-content.ts';
import { parseCard, unusableCard } from '#lib/deck/kinds/parse-card.ts';
import { renderCard, type RenderedPrompt } from '#lib/deck/kinds/render-card.ts';
import type { RenderContext } from '#lib/deck/markdown/render-html.ts';
import { type CardOutline, outlineCard } from '#lib/deck/syntax/outline.ts';
import type { Segment } from '#lib/deck/syntax/split-deck.ts';
import { finding } from '#lib/diagnostics/finding.ts';

/** What is wrong in a card, and which images it shows. */
type CheckedCard = Pick<ParsedCard, 'findings' | 'images'>;

/** Where a card stands, and what it takes from the deck around it. */
export interface CardPlace {
  readonly deck: string;
  readonly id: string;
  /** 1-based. */
  readonly line: number;
  /** Topics of the deck, for a card that names none. */
  readonly topics: readonly number[];
}

/** What all prompts of a card have in common. */
export type CardRef = Omit<PromptRef, 'key'> & Pick<Prompt, 'line'>;

export function cardRef({ heading: { comment }, kind }: CardOutline, place: CardPlace): CardRef {
  const { deck, id, line, topics } = place;
  return { card: `${deck}/${id}`, rev: comment.rev, kind, topics: comment.topics ?? topics, line };
}

/** Whether prompts of the one place differ from those of the other in their line alone. */
function isSameButForLine(a: CardPlace, b: CardPlace): boolean {
  const sameTopics = a.topics === b.topics || a.topics.join() === b.topics.join();
  return a.id === b.id && a.deck === b.deck && sameTopics;
}

/**
 * What is known of a card from its own source alone, wherever it stands. Found out when it is asked for. All that is asked
 * at every reading lies in the object itself: going through ten thousand cards costs the memory that is touched.
 */
export class KnownCard {
  readonly outline: CardOutline;
  #checked: CheckedCard | null = null;
  #isSilent = false;
  #codeLang: string | null = null;
  #rendered: readonly RenderedPrompt[] | null = null;
  #place: CardPlace | null = null;
  #placedFrom: readonly RenderedPrompt[] | null = null;
  #placed: readonly Prompt[] = [];

  constructor(source: string) {
    this.outline = outlineCard(source);
  }

  /** The first line. */
  get headingLine(): string {
    return this.outline.source.slice(0, this.outline.lines[0]?.end);
  }

  get checked(): CheckedCard {
    return this.#checked ?? this.#parse();
  }

  /** Nothing is wrong in the card, and it names no image and no lab that might not exist. */
  get isSilent(): boolean {
    if (this.#checked === null) this.#parse();
    return this.#isSilent;
  }

  /** The same objects again while nothing has changed. */
  prompts(place: CardPlace, context: RenderContext): readonly Prompt[] {
    const from = this.#render(context);
    const before = this.#place;
    const isKnown = before !== null && this.#placedFrom === from && isSameButForLine(before, place);
    if (isKnown && before.line === place.line) return this.#placed;
    const { line } = place;
    this.#placed = isKnown
      ? this.#placed.map((prompt) => ({ ...prompt, line }))
      : placedPrompts(cardRef(this.outline, place), from);
    this.#place = place;
    this.#placedFrom = from;
    return this.#placed;
  }

  #render(context: RenderContext): readonly RenderedPrompt[] {
    if (this.#rendered !== null && this.#codeLang === context.codeLang) return this.#rendered;
    const parsed = this.#parse();
    const prompts = this.#renderParsed(parsed, context);
    // The address and size of an image are asked for anew each time.
    if (parsed.images.length === 0) {
      this.#rendered = prompts;
      this.#codeLang = context.codeLang;
    }
    return prompts;
  }

  /** A mistake of ours costs this card, and not the deck. */
  #renderParsed(parsed: ParsedCard, context: RenderContext): readonly RenderedPrompt[] {
    try {
      return renderCard(parsed, context);
    } catch (error) {
      const { findings, images } = unreadableCard(this.outline, error);
      this.#checked = { findings, images };
      this.#isSilent = false;
      return [];
    }
  }

  /** The tree itself is not kept: for a large deck it is most of the memory, and it is needed for rendering only. */
  #parse(): ParsedCard {
    const parsed = parsedOrUnreadable(this.outline);
    this.#checked ??= { findings: parsed.findings, images: parsed.images };
    const names = parsed.images.length > 0 || this.outline.link !== null;
    this.#isSilent = parsed.findings.length === 0 && !names;
    return parsed;
  }
}

function unreadableCard(outline: CardOutline, error: unknown): ParsedCard {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `the card cannot be read: ${reason.split(/[\r\n]/)[0] ?? ''}`;
  return unusableCard(outline, [finding('CARD_UNREADABLE', outline.heading.range, message)]);
}

function parsedOrUnreadable(outline: CardOutline): ParsedCard {
  try {
    return parseCard(outline);
  } catch (error) {
    return unreadableCard(outline, error);
  }
}

function placedPrompts(ref: CardRef, rendered: readonly RenderedPrompt[]): readonly Prompt[] {
  return rendered.map(({ part, ...prompt }) => ({ ...ref, key: promptKey(ref.card, part), ...prompt }));
}

/** The cards of a file as they were when it was last read. */
export class CardCache {
  #last: readonly KnownCard[] = [];
  #segments: readonly Segment[] = [];

  /**
   * The same cards, those with unchanged source being the known ones. An edit leaves most cards where they were, so both
   * ends are compared card by card; only what lies between is looked up.
   */
  update(segments: readonly Segment[]): readonly KnownCard[] {
    const last = this.#last;
    const before = this.#segments;
    const same = (a: number, b: number): boolean =>
      before[a] === segments[b] || before[a]?.source === segments[b]?.source;
    const shorter = Math.min(last.length, segments.length);
    let head = 0;
    while (head < shorter && same(head, head)) head++;
    let tail = 0;
    while (tail < shorter - head && same(last.length - 1 - tail, segments.length - 1 - tail)) tail++;
    const moved = new Map(last.slice(head, last.length - tail).map((card) => [card.outline.source, card]));
    const between = segments.slice(head, segments.length - tail).map(({ source }) => {
      const card = moved.get(source) ?? new KnownCard(source);
      moved.set(source, card);
      return card;
    });
    this.#segments = segments;
    this.#last = [...last.slice(0, head), ...between, ...last.slice(last.length - tail)];
    return this.#last;
  }
}
