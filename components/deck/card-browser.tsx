'use client';

import {
  type ReactNode,
  useCallback,
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import type { DeckHead } from '#components/data/deck-head.ts';
import { placeText } from '#components/data/source-place.ts';
import { useDeck } from '#components/data/use-deck.ts';
import { useNow } from '#components/data/use-now.ts';
import { useReviews } from '#components/data/use-reviews.ts';
import {
  placeOf,
  type CardStatusName,
  cardStatusNames,
  cardStatuses,
  weakness,
} from '#components/deck/card-place.ts';
import { CardRow } from '#components/deck/card-row.tsx';
import { cardsAtOnce, cardsOf, type DeckCard } from '#components/deck/deck-card.ts';
import { LoadFailed } from '#components/ui/load-boundary.tsx';
import { useAfterPaint } from '#components/ui/use-after-paint.ts';
import { bodyText } from '#lib/cards/html.ts';
import { type CardKind, cardKinds } from '#lib/cards/prompt.ts';
import { examOutlook } from '#lib/review/exam.ts';
import { localCalendar } from '#lib/storage/local-calendar.ts';

/** Cards that left the deck: their history is kept, and holds again should they come back. */
function RetiredCards({ deck, cards }: { deck: string; cards: readonly DeckCard[] }) {
  const { state } = useReviews();
  const here = new Set(cards.flatMap(({ prompts }) => prompts.map(({ key }) => key)));
  const retired = [...state.prompts.values()]
    .map((log) => log.state)
    .filter((prompt) => prompt.deck === deck && !here.has(prompt.key) && prompt.answers.length > 0);
  if (retired.length === 0) return null;
  return (
    <details className="panel mt-4 px-5 py-3">
      <summary className="text-soft">
        {retired.length} retired {retired.length === 1 ? 'card' : 'cards'}: no longer in the deck, history
        kept
      </summary>
      <ul className="mt-3 flex flex-col gap-1">
        {retired.map(({ key, answers }) => (
          <li key={key} className="flex justify-between gap-4">
            <code className="font-mono text-sm break-all">{key}</code>
            <span className="text-sm whitespace-nowrap text-soft">
              {answers.length} {answers.length === 1 ? 'answer' : 'answers'}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A card of the page as it came from the server. */
export interface FirstRow {
  readonly card: DeckCard;
  /** Null where it comes when the card is opened: all answers are most of the page. */
  readonly answer: ReactNode;
}

/**
 * All cards of a deck: search, filter by kind and state, open one to read its answer. The page comes with the first cards;
 * the others follow when it is painted, and are shown as they are wanted.
 */
export function CardBrowser({
  head,
  first,
  total,
  find = '',
}: {
  head: DeckHead;
  /** The cards that came with the page: the first ones of the deck, or all. */
  first: readonly FirstRow[];
  /** How many cards the deck has. */
  total: number;
  /** Words that are searched for from the beginning. */
  find?: string;
}) {
  const { deck } = head;
  const [isOpened, setOpened] = useState(find !== '');
  const isPainted = useAfterPaint();
  const loaded = useDeck(isOpened || (isPainted && first.length < total) ? head : null);
  const prompts = useMemo(
    () => new Map(loaded.deck?.prompts.toReversed().map((prompt) => [prompt.card, prompt] as const)),
    [loaded.deck],
  );
  const cards = useMemo(
    () => (loaded.deck ? cardsOf(loaded.deck) : first.map(({ card }) => card)),
    [loaded.deck, first],
  );
  const answers = useMemo(() => new Map(first.map(({ card, answer }) => [card.key, answer])), [first]);
  const isWhole = cards.length >= total;
  const onOpen = useCallback(() => setOpened(true), []);
  const answerOf = (key: string) => {
    const prompt = prompts.get(key);
    return prompt ? bodyText(prompt.body) : '';
  };
  const placeOfCard = ({ line }: DeckCard) => (head.showsSource ? placeText(head.file, line) : '');
  const { ready, state } = useReviews();
  const now = useNow();
  const [query, setQuery] = useState(find);
  const [kind, setKind] = useState<CardKind | null>(null);
  const [wanted, setWanted] = useState<CardStatusName | null>(null);
  const [order, setOrder] = useState<'weakest' | null>(null);
  const showAll = useCallback(() => {
    setQuery('');
    setKind(null);
    setWanted(null);
  }, []);
  const words = useDeferredValue(query).toLowerCase().split(/\s+/).filter(Boolean);

  const found = useMemo(() => {
    if (!ready || now === null) return null;
    const calendar = localCalendar(state.settings.latest(deck).dayStartsAtHour);
    const prompts = cards.flatMap((card) => card.prompts);
    const exam = examOutlook({ state, prompts, deck, now, calendar });
    return new Map(
      cards.map((card) => [
        card.key,
        card.prompts.map((prompt) => placeOf(state, prompt, now, calendar, exam)),
      ]),
    );
  }, [ready, state, now, cards, deck]);

  // The rows follow when there is time: what is typed comes first.
  const places = useDeferredValue(found);
  const fitting = cards.filter((card) => {
    const haystack =
      `${card.text} ${words.length > 0 ? answerOf(card.key) : ''} ${placeOfCard(card)} ${card.id}`.toLowerCase();
    const statuses = places?.get(card.key) ?? [];
    return (
      (kind === null || card.kind === kind) &&
      (wanted === null ||
        statuses.some(({ name, leech }) => name === wanted || (wanted === 'leech' && leech))) &&
      words.every((word) => haystack.includes(word))
    );
  });
  const shown =
    order === 'weakest' && places
      ? fitting.toSorted((a, b) => weakness(places.get(a.key) ?? []) - weakness(places.get(b.key) ?? []))
      : fitting;
  const isFiltered = words.length > 0 || kind !== null || wanted !== null;
  const { limit, more, showUpTo } = useMoreRows(
    [words.join(' '), kind, wanted, order].join(),
    Math.max(cardsAtOnce, first.length),
  );
  const reach = useCallback(
    (id: string) => {
      showAll();
      showUpTo(cards.findIndex((card) => card.id === id) + 1);
    },
    [showAll, showUpTo, cards],
  );
  useOpenTarget(cards, reach);

  return (
    <>
      <search className="mt-5 mb-3 flex flex-wrap items-center gap-2.5">
        <input
          type="search"
          aria-label="Search the cards"
          placeholder="Search the cards"
          className="field w-full md:w-auto md:min-w-48 md:flex-1"
          value={query}
          onFocus={onOpen}
          onChange={(event) => setQuery(event.target.value)}
        />
        <Choice label="Kind" options={cardKinds} names={kindNames} value={kind} onChoose={setKind} />
        <Choice
          label="State"
          options={cardStatuses}
          names={cardStatusNames}
          value={wanted}
          onChoose={setWanted}
        />
        <Choice
          label="Order"
          options={['weakest']}
          names={{ weakest: 'Weakest first' }}
          rest="As in the deck"
          value={order}
          onChoose={setOrder}
        />
        <p role="status" className="ml-auto text-sm text-soft tabular-nums max-sm:w-full">
          {isFiltered || isWhole ? shown.length : total} of {total} cards
          {isFiltered && !isWhole && !loaded.failed && ' so far'}
        </p>
      </search>
      {shown.length === 0 ? (
        <p className="panel p-6 text-soft">
          No card fits. Use fewer words or{' '}
          <button type="button" className="underline" onClick={showAll}>
            show all cards
          </button>
          .
        </p>
      ) : (
        <ul className="panel divide-y divide-line overflow-hidden">
          {shown.slice(0, limit).map((card) => (
            <CardRow
              key={card.key}
              card={card}
              place={placeOfCard(card)}
              answer={answers.get(card.key) ?? null}
              places={places?.get(card.key) ?? null}
              prompt={prompts.get(card.key) ?? null}
              failed={loaded.failed}
              onOpen={onOpen}
            />
          ))}
          {isWhole && shown.length > limit && (
            <li ref={more} className="px-5 py-3">
              <button type="button" className="underline" onClick={() => showUpTo(shown.length)}>
                Show all {shown.length} cards
              </button>
            </li>
          )}
        </ul>
      )}
      {!isWhole && loaded.failed && <LoadFailed what="The other cards" className="mt-3" />}
      {isWhole && <RetiredCards deck={deck} cards={cards} />}
    </>
  );
}

const kindNames: Readonly<Record<CardKind, string>> = {
  basic: 'Basic',
  typed: 'Typed',
  choice: 'Choice',
  order: 'Order',
  match: 'Match',
  cloze: 'Cloze',
  code: 'Code blanks',
};

function Choice<T extends string>({
  label,
  options,
  names,
  rest = 'All',
  value,
  onChoose,
}: {
  label: string;
  options: readonly T[];
  names: Readonly<Record<T, string>>;
  /** What it is called to choose none of the options. */
  rest?: string;
  value: T | null;
  onChoose: (value: T | null) => void;
}) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-x-1.5 sm:flex-none sm:flex-row sm:items-center">
      <label htmlFor={id} className="text-sm text-soft">
        {label}
      </label>
      <select
        id={id}
        className="field min-w-0"
        value={value ?? ''}
        onChange={(event) => onChoose(options.find((option) => option === event.target.value) ?? null)}
      >
        <option value="">{rest}</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {names[option]}
          </option>
        ))}
      </select>
    </div>
  );
}

/**
 * How many rows of a long list are shown: `atOnce` to begin with and whenever `list` is another one, and more of them as
 * the row with `more` comes near the screen.
 */
function useMoreRows(list: string, atOnce: number) {
  const [shown, setShown] = useState({ list, limit: atOnce });
  const limit = shown.list === list ? shown.limit : atOnce;
  const showUpTo = useCallback(
    (rows: number) =>
      setShown((before) => ({ list, limit: Math.max(rows, before.list === list ? before.limit : atOnce) })),
    [list, atOnce],
  );
  const more = useCallback(
    (row: HTMLElement | null) => {
      if (row === null) return;
      const observer = new IntersectionObserver(
        ([entry]) => entry?.isIntersecting && showUpTo(limit + cardsAtOnce),
        { rootMargin: '600px' },
      );
      observer.observe(row);
      return () => observer.disconnect();
    },
    [showUpTo, limit],
  );
  return { limit, more, showUpTo };
}

/** Opens the card that the address names, once; `reach` brings it on the page. */
function useOpenTarget(cards: readonly DeckCard[], reach: (id: string) => void): void {
  const opened = useRef<string | null>(null);
  useEffect(() => {
    const open = () => {
      const id = cards.find((each) => location.hash === `#${each.id}`)?.id;
      if (id === undefined) return;
      if (document.getElementById(`card-${id}`) === null) flushSync(() => reach(id));
      const target = document.getElementById(`card-${id}`);
      const details = target?.querySelector('details');
      if (!details) return;
      opened.current = location.hash;
      details.open = true;
      details.querySelector('summary')?.focus();
      target?.scrollIntoView({ block: 'center' });
    };
    // Cards that come later, or an edit, open nothing again.
    if (opened.current !== location.hash) queueMicrotask(open);
    window.addEventListener('hashchange', open);
    return () => window.removeEventListener('hashchange', open);
  }, [cards, reach]);
}
