import { type Deck, type Prompt, promptKey, type PromptRef } from '#lib/cards/prompt.ts';
import { CardCache, cardRef, type KnownCard } from '#lib/deck/card-cache.ts';
import { assignIds, type CardId, partNames } from '#lib/deck/card-ids.ts';
import { emptyDeck, foreignDeck } from '#lib/deck/foreign/foreign-file.ts';
import { type FrontMatter, parseFrontMatter } from '#lib/deck/front-matter.ts';
import { lintProse, type Scope } from '#lib/deck/lint/lint.ts';
import { withoutConsequences } from '#lib/deck/lint/supersedes.ts';
import type { ImageUse } from '#lib/deck/markdown/addresses.ts';
import type { RenderContext } from '#lib/deck/markdown/render-html.ts';
import { lineRoles } from '#lib/deck/syntax/line-roles.ts';
import { type KnownLab, unknownLink } from '#lib/deck/syntax/outline.ts';
import { type Segment, splitDeck } from '#lib/deck/syntax/split-deck.ts';
import { directionOf } from '#lib/text/language.ts';
import { type Claim, holdersOf } from '#lib/diagnostics/claims.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import {
  type Finding,
  finding,
  isError,
  type Range,
  type SourceLine,
  sourceLines,
  toDiagnostic,
} from '#lib/diagnostics/finding.ts';

/** The name of a deck, and the files and labs that its cards may name. */
export interface DeckContext {
  /** Path of the file, as diagnostics name it. */
  readonly file: string;
  /** What is at the path of an image, relative to the folder of the deck. Default: a file, for every image. */
  readonly imageAt?: (path: string) => ImageAt;
  /** The labs that a card may name. Default: a card may name any lab. */
  readonly labs?: readonly KnownLab[];
  /** Address of an image. Default: the path itself. */
  readonly imageUrl?: (path: string) => string;
  /** Size in CSS pixels; `null`: unknown. Default: unknown. */
  readonly imageSize?: (path: string) => { readonly width: number; readonly height: number } | null;
}

/** `outside`: a symbolic link leads out of the folder of the deck. */
export type ImageAt = 'file' | 'nothing' | 'no file' | 'outside';

/** The name that a file gives its deck. */
export interface DeckClaim extends Claim {
  readonly deck: string;
  /** The diagnostic for the case that another file has the same name. */
  readonly ifDuplicate: Diagnostic;
}

/** The problems in a deck, and its size. */
export interface DeckCheck {
  readonly claim: DeckClaim;
  /** The number of cards that are asked. */
  readonly cards: number;
  /** The number of cards that cannot be asked. */
  readonly leftOut: number;
  /** By line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A card that cannot be asked. */
export interface LeftOutCard {
  /** Its heading, as it is in the file. */
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  /** The first error in it. */
  readonly error: Diagnostic | null;
}

/** A deck to be served, and the errors in it. */
export interface ReadDeck {
  readonly deck: Deck;
  readonly leftOut: readonly LeftOutCard[];
  readonly claim: DeckClaim;
  /** By line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A deck without its texts. */
interface DeckIndex {
  readonly frontMatter: FrontMatter;
  readonly prompts: readonly (PromptRef & { readonly line: number })[];
}

export interface DeckReader {
  /** Renders the cards, and finds every error; of cards, only errors. */
  read(text: string, context: DeckContext): ReadDeck;
  /** Finds every error and warning; renders nothing. */
  check(text: string, context: DeckContext): DeckCheck;
  /** Lists keys and kinds without parsing Markdown, so it includes cards that turn out to be broken. */
  index(text: string, context: DeckContext): DeckIndex;
}

/** The lines of a text; those of code are empty. */
function textLines(text: string): string[] {
  const lines = sourceLines(text);
  const { roles } = lineRoles(text, lines);
  return lines.map(({ start, end }, index) =>
    roles[index]?.startsWith('fence') ? '' : text.slice(start, end),
  );
}

/** What `DECK_EMPTY` says of a deck without cards. */
const saidOfEmpty: ReadonlySet<string> = new Set(['CARD_FOREIGN', 'HEADING_NOT_A_CARD']);

/** The problems in prose outside of cards, which is not shown: only those that may hide a card. */
function proseFindings(source: string, scope: Scope, beginsFile: boolean): Finding[] {
  const lines = sourceLines(source);
  const { roles, unclosed } = lineRoles(source, lines);
  const open = unclosed.flatMap(({ what, line }) => {
    const at = lines[line];
    return at === undefined ? [] : [finding(what === 'fence' ? 'FENCE_UNCLOSED' : 'COMMENT_UNCLOSED', at)];
  });
  return [...open, ...lintProse({ source, lines, roles, beginsFile }, scope)];
}

interface PlacedCard {
  readonly line: number;
  readonly known: KnownCard;
  readonly id: CardId;
}

interface OpenDeck {
  /** The lines above the first card. */
  readonly lines: readonly SourceLine[];
  readonly frontMatter: FrontMatter;
  /** Those of the front matter and of the deck as a whole. */
  readonly findings: readonly Finding[];
  readonly introductions: readonly Segment[];
  readonly cards: readonly PlacedCard[];
}

/** Topics without a name, in a deck that names its topics. */
function unknownTopics(
  topics: readonly number[],
  range: Range | null,
  names: ReadonlyMap<number, string>,
): Finding[] {
  const unknown = names.size === 0 ? [] : topics.filter((topic) => !names.has(topic));
  if (unknown.length === 0 || range === null) return [];
  const message =
    unknown.length === 1
      ? `topic ${unknown.join()} is not among the \`topic-names\` of the deck`
      : `the topics ${unknown.join(', ')} are not among the \`topic-names\` of the deck`;
  return [finding('TOPIC_UNKNOWN', range, message)];
}

/** The problems in a card, including those that depend on its deck, images and labs. */
function cardFindings(
  { known, id }: PlacedCard,
  { topicNames }: FrontMatter,
  { imageAt = () => 'file', labs }: DeckContext,
  scope: Scope,
): Finding[] {
  const { findings, images } = known.checked(scope);
  const { link, heading } = known.outline;
  const { topics, topicsRange } = heading.comment;
  return [
    ...(id.finding === null ? [] : [id.finding]),
    ...findings,
    ...images.flatMap((image) => badImage(image, imageAt(image.path))),
    ...(link === null || labs === undefined ? [] : unknownLink(link, labs)),
    ...(scope === 'all' ? unknownTopics(topics ?? [], topicsRange, topicNames) : []),
  ];
}

function badImage(image: ImageUse, found: ImageAt): Finding[] {
  switch (found) {
    case 'file':
      return [];
    case 'nothing':
      return [finding('IMAGE_MISSING', image, `the image \`${image.path}\` does not exist`)];
    case 'no file':
      return [
        finding(
          'IMAGE_MISSING',
          image,
          `\`${image.path}\` is a folder, a pipe, a socket or a device, not an image`,
        ),
      ];
    case 'outside':
      return [
        finding(
          'IMAGE_OUTSIDE',
          image,
          `\`${image.path}\` is a symbolic link that leads out of the folder of the deck`,
          'copy the image into that folder',
        ),
      ];
    default:
      return found satisfies never;
  }
}

function deckTopics({ frontMatter }: OpenDeck, scope: Scope): Finding[] {
  const { topics, topicsRange, topicNames } = frontMatter;
  return scope === 'all' ? unknownTopics(topics, topicsRange, topicNames) : [];
}

function leftOutCard(card: PlacedCard, frontMatter: FrontMatter, context: DeckContext): LeftOutCard {
  const { outline } = card.known;
  const error = cardFindings(card, frontMatter, context, 'errors').find(isError);
  return {
    name: outline.heading.text,
    line: card.line,
    error: error === undefined ? null : toDiagnostic(error, context.file, outline.lines, card.line),
  };
}

/** All diagnostics, by line and column. */
function diagnosticsOf(deck: OpenDeck, context: DeckContext, scope: Scope): Diagnostic[] {
  const { file } = context;
  return [
    ...[...deck.findings, ...deckTopics(deck, scope)].map((one) => toDiagnostic(one, file, deck.lines, 1)),
    ...deck.introductions.flatMap(({ source, line }, index) =>
      proseFindings(source, scope, index === 0 && line <= (deck.cards[0]?.line ?? Infinity))
        .filter(({ code }) => deck.cards.length > 0 || !saidOfEmpty.has(code))
        .map((one) => toDiagnostic(one, file, sourceLines(source), line)),
    ),
    ...deck.cards.flatMap((card) =>
      cardFindings(card, deck.frontMatter, context, scope).map((one) =>
        toDiagnostic(one, file, card.known.outline.lines, card.line),
      ),
    ),
  ].sort((a, b) => a.line - b.line || a.column - b.column);
}

function leftOut({ cards }: OpenDeck, scope: Scope): number {
  return cards.filter(({ known, id }) => id.id === null || !known.checked(scope).isAsked).length;
}

function claimOf(
  { frontMatter, lines, cards }: OpenDeck,
  file: string,
  diagnostics: readonly Diagnostic[],
): DeckClaim {
  const named = finding('DECK_DUPLICATE', frontMatter.deckRange ?? { start: 0, end: 1 });
  const isSound = cards.length > 0 && diagnostics.every(({ severity }) => severity !== 'error');
  return { file, isSound, deck: frontMatter.deck, ifDuplicate: toDiagnostic(named, file, lines, 1) };
}

/**
 * Reads one file repeatedly: a card whose source is unchanged is not parsed again, even if it has moved. The results are
 * those of a first reading.
 */
export function createDeckReader(): DeckReader {
  const cache = new CardCache();

  function open(written: string, file: string): OpenDeck {
    const text = written.startsWith('\ufeff') ? written.slice(1) : written;
    const { frontMatter: source, cards: segments, introductions } = splitDeck(text);
    const { frontMatter, findings } = parseFrontMatter(text, source, file);
    const known = cache.update(segments);
    const ids = assignIds(known.map(({ outline }) => outline));
    const isEmpty = segments.length === 0;
    const foreign = isEmpty && source === 'missing' ? foreignDeck(text) : null;
    const own = isEmpty ? [...findings, emptyDeck(text, textLines(text))] : findings;
    const cards = segments.flatMap(({ line }, index): PlacedCard[] => {
      const card = known[index];
      const id = ids[index];
      return card === undefined || id === undefined ? [] : [{ line, known: card, id }];
    });
    return {
      lines: sourceLines(text.slice(0, segments[0]?.start ?? text.length)),
      frontMatter,
      findings: foreign === null ? withoutConsequences(own) : [foreign],
      introductions,
      cards,
    };
  }

  return {
    read(text, context) {
      const opened = open(text, context.file);
      const { deck, title, order, language, codeLang, topics, topicNames } = opened.frontMatter;
      const render: RenderContext = {
        codeLang,
        // The pages are in English.
        prose: language === 'en' ? null : { lang: language, dir: directionOf(language) },
        imageUrl: context.imageUrl ?? encodeURI,
        imageSize: context.imageSize ?? (() => null),
      };
      const prompts: Prompt[] = [];
      const withoutPrompts: PlacedCard[] = [];
      for (const card of opened.cards) {
        const { line, known, id } = card;
        const own = id.id === null ? [] : known.prompts({ deck, id: id.id, line, topics }, render);
        prompts.push(...own);
        if (own.length === 0) withoutPrompts.push(card);
      }
      const diagnostics = diagnosticsOf(opened, context, 'errors');
      return {
        deck: {
          deck,
          title,
          order,
          lang: language,
          codeLang,
          file: context.file,
          topicNames: Object.fromEntries(topicNames),
          prompts,
        },
        leftOut: withoutPrompts.map((card) => leftOutCard(card, opened.frontMatter, context)),
        claim: claimOf(opened, context.file, diagnostics),
        diagnostics,
      };
    },

    check(text, context) {
      const opened = open(text, context.file);
      const diagnostics = diagnosticsOf(opened, context, 'all');
      return {
        claim: claimOf(opened, context.file, diagnostics),
        cards: opened.cards.length - leftOut(opened, 'all'),
        leftOut: leftOut(opened, 'all'),
        diagnostics,
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

/** Reads a deck once. Never throws; the cards without errors are served. */
export function readDeck(text: string, context: DeckContext): ReadDeck {
  return createDeckReader().read(text, context);
}

/**
 * The diagnostic of each file whose deck has the name of another one that is served, by file.
 *
 * @param holders the files that were served until now, and still have a card to ask
 */
export function duplicateDecks(
  claims: readonly DeckClaim[],
  holders?: ReadonlySet<string>,
): ReadonlyMap<string, Diagnostic> {
  const owners = holdersOf(claims, ({ deck }) => deck, holders);
  const duplicates = new Map<string, Diagnostic>();
  for (const { file, deck, ifDuplicate } of claims) {
    const owner = owners.get(deck);
    if (owner !== undefined && owner !== file)
      duplicates.set(file, { ...ifDuplicate, message: `\`${owner}\` already has the deck \`${deck}\`` });
  }
  return duplicates;
}
