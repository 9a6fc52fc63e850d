import { type Deck, type Prompt, promptKey, type PromptRef } from '#lib/cards/prompt.ts';
import { assignIds, type CardId, partNames } from '#lib/deck/card-ids.ts';
import { type FrontMatter, parseFrontMatter } from '#lib/deck/front-matter.ts';
import { CardCache, cardRef, type KnownCard } from '#lib/deck/known-card.ts';
import { strayCommentIn, strayHeadingIn } from '#lib/deck/lint/stray-heading.ts';
import type { KnownLab } from '#lib/deck/syntax/outline.ts';
import type { RenderContext } from '#lib/deck/markdown/render-html.ts';
import { splitAgain } from '#lib/deck/split-again.ts';
import { lineRoles } from '#lib/deck/syntax/line-roles.ts';
import { unknownLink } from '#lib/deck/syntax/outline.ts';
import { splitDeck, type SplitDeck } from '#lib/deck/syntax/split-deck.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import {
  type Finding,
  finding,
  type SourceLine,
  sourceLines,
  toDiagnostic,
} from '#lib/diagnostics/finding.ts';

/** What is wrong in prose that belongs to no card. It is not shown, so only what may swallow a card is told. */
function introductionFindings(source: string): Finding[] {
  const lines = sourceLines(source);
  const { roles, unclosed } = lineRoles(source, lines);
  const open = unclosed.flatMap(({ what, line }) => {
    const at = lines[line];
    return at === undefined ? [] : [finding(what === 'fence' ? 'FENCE_UNCLOSED' : 'COMMENT_UNCLOSED', at)];
  });
  const stray = lines.flatMap((line, index) => {
    const text = source.slice(line.start, line.end);
    const heading = roles[index] === 'text' ? strayHeadingIn(text, line.start) : null;
    return heading ?? strayCommentIn(text, line.start) ?? [];
  });
  return [...open, ...stray];
}

/** Where a deck stands, and what it may ask of the world around it. */
export interface DeckContext {
  /** Path of the file, as diagnostics name it. */
  readonly file: string;
  /** Whether an image is there; the path is relative to the deck's folder. Default: every image is. */
  readonly imageExists?: (path: string) => boolean;
  /** The labs that a card may name. Default: every lab is there. */
  readonly labs?: readonly KnownLab[];
  /** Address of an image. Default: the path itself. */
  readonly imageUrl?: (path: string) => string;
  /** Size in CSS pixels; `null` when unknown. Default: unknown. */
  readonly imageSize?: (path: string) => { readonly width: number; readonly height: number } | null;
}

/** What is wrong in a deck, and how much it holds. */
export interface DeckCheck {
  readonly frontMatter: FrontMatter;
  /** All cards, also those that cannot be asked. */
  readonly cards: number;
  /** By line and column. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where the front matter names the deck, as a diagnostic for the case that another file has the same name. */
  readonly ifDuplicate: Diagnostic;
}

/** A deck without its texts. */
interface DeckIndex {
  readonly frontMatter: FrontMatter;
  readonly prompts: readonly (PromptRef & { readonly line: number })[];
}

export interface DeckReader {
  /** Cards, rendered, and all diagnostics. */
  read(
    text: string,
    context: DeckContext,
  ): { readonly deck: Deck; readonly diagnostics: readonly Diagnostic[] };
  /** All diagnostics; nothing is rendered. */
  check(text: string, context: DeckContext): DeckCheck;
  /** Keys and kinds; no Markdown is parsed, so a card that turns out to be broken is listed too. */
  index(text: string, context: DeckContext): DeckIndex;
}

interface PlacedCard {
  readonly line: number;
  readonly known: KnownCard;
  readonly id: CardId;
}

interface Opened {
  /** The lines above the first card. */
  readonly lines: readonly SourceLine[];
  readonly frontMatter: FrontMatter;
  readonly cards: readonly PlacedCard[];
  /** Of what is no card. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads one file again and again: a card whose source is unchanged is not parsed a second time, also when it has moved.
 * The results are those of a first reading.
 */
export function createDeckReader(): DeckReader {
  const cache = new CardCache();
  let named: { readonly cards: readonly KnownCard[]; readonly ids: readonly CardId[] } = {
    cards: [],
    ids: [],
  };
  let last: { readonly text: string; readonly split: SplitDeck } | null = null;

  function split(text: string): SplitDeck {
    const found = (last && splitAgain(last.text, last.split, text)) ?? splitDeck(text);
    last = { text, split: found };
    return found;
  }

  /** Ids depend on the headings alone, and most edits leave those as they are. */
  function idsOf(known: readonly KnownCard[]): readonly CardId[] {
    const ids = haveSameHeadings(known, named.cards)
      ? named.ids
      : assignIds(known.map(({ outline }) => outline));
    named = { cards: known, ids };
    return ids;
  }

  function open(written: string, file: string): Opened {
    const text = written.startsWith('\ufeff') ? written.slice(1) : written;
    const { frontMatter: source, cards: segments, introductions } = split(text);
    const { frontMatter, findings } = parseFrontMatter(text, source, file);
    const known = cache.update(segments);
    const ids = idsOf(known);
    const lines = sourceLines(text.slice(0, segments[0]?.start ?? text.length));
    const noCards = segments.length === 0 ? [finding('DECK_EMPTY', { start: 0, end: 1 })] : [];
    const cards: PlacedCard[] = [];
    segments.forEach(({ line }, index) => {
      const card = known[index];
      const id = ids[index];
      if (card !== undefined && id !== undefined) cards.push({ line, known: card, id });
    });
    return {
      lines,
      frontMatter,
      cards,
      diagnostics: [
        ...[...findings, ...noCards].map((one) => toDiagnostic(one, file, lines, 1)),
        ...introductions.flatMap(({ source: prose, line }) =>
          introductionFindings(prose).map((one) => toDiagnostic(one, file, sourceLines(prose), line)),
        ),
      ],
    };
  }

  return {
    read(text, context) {
      const opened = open(text, context.file);
      const { deck, title, language, codeLang, topics, topicNames } = opened.frontMatter;
      const render: RenderContext = {
        codeLang,
        imageUrl: context.imageUrl ?? encodeURI,
        imageSize: context.imageSize ?? (() => null),
      };
      const prompts: Prompt[] = [];
      for (const { line, known, id } of opened.cards)
        if (id.id !== null) prompts.push(...known.prompts({ deck, id: id.id, line, topics }, render));
      return {
        deck: {
          deck,
          title,
          lang: language,
          codeLang,
          file: context.file,
          topicNames: Object.fromEntries(topicNames),
          prompts,
        },
        diagnostics: diagnosticsOf(opened, context),
      };
    },

    check(text, context) {
      const opened = open(text, context.file);
      const { frontMatter, cards, lines } = opened;
      const named = finding('DECK_DUPLICATE', frontMatter.deckRange ?? { start: 0, end: 1 });
      return {
        frontMatter,
        cards: cards.length,
        diagnostics: diagnosticsOf(opened, context),
        ifDuplicate: toDiagnostic(named, context.file, lines, 1),
      };
    },

    index(text, context) {
      const { frontMatter, cards } = open(text, context.file);
      const { deck, topics } = frontMatter;
      const prompts = cards.flatMap(({ line, known: { outline }, id: { id } }) => {
        if (id === null) return [];
        const ref = cardRef(outline, { deck, id, line, topics });
        return partNames(outline).map((part) => ({ ...ref, key: promptKey(ref.card, part) }));
      });
      return { frontMatter, prompts };
    },
  };
}

/** Reads a deck once. Never throws; the good cards of a broken deck are served. */
export function readDeck(text: string, context: DeckContext): ReturnType<DeckReader['read']> {
  return createDeckReader().read(text, context);
}

function haveSameHeadings(a: readonly KnownCard[], b: readonly KnownCard[]): boolean {
  return (
    a.length === b.length &&
    a.every((card, index) => card === b[index] || card.headingLine === b[index]?.headingLine)
  );
}

/** All diagnostics, by line and column. */
function diagnosticsOf(
  { cards, diagnostics }: Opened,
  { file, imageExists, labs }: DeckContext,
): Diagnostic[] {
  const all = [...diagnostics];
  for (const { line, known, id } of cards) {
    if (id.finding === null && known.isSilent) continue;
    const { findings, images } = known.checked;
    const missing = images.filter(({ path }) => imageExists?.(path) === false);
    const { link } = known.outline;
    const found = [
      ...(id.finding === null ? [] : [id.finding]),
      ...findings,
      ...missing.map((image) =>
        finding('IMAGE_MISSING', image, `the image \`${image.path}\` does not exist`),
      ),
      ...(link === null || labs === undefined ? [] : unknownLink(link, labs)),
    ];
    for (const one of found) all.push(toDiagnostic(one, file, known.outline.lines, line));
  }
  return all.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** An error for each file whose `deck` a file before it has already. */
export function duplicateDecks(
  checks: readonly Pick<DeckCheck, 'frontMatter' | 'ifDuplicate'>[],
): Diagnostic[] {
  const first = new Map<string, string>();
  return checks.flatMap(({ frontMatter: { deck }, ifDuplicate }) => {
    const owner = first.get(deck);
    if (owner !== undefined)
      return { ...ifDuplicate, message: `\`${owner}\` has the deck \`${deck}\` already` };
    first.set(deck, ifDuplicate.file);
    return [];
  });
}
