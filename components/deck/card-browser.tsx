'use client';

import { type ReactNode, useCallback, useDeferredValue, useEffect, useId, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import type { DeckHead } from '#components/data/deck-head.ts';
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
import type { DeckCard } from '#components/deck/deck-card.ts';
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

export interface BrowserRow {
  readonly card: DeckCard;
  readonly front: ReactNode;
  /** Null where it comes when the card is opened: all answers are most of the page. */
  readonly answer: ReactNode;
  /** `sockets.md:41`. */
  readonly place: string;
}

/** All cards of a deck: search, filter by kind and state, open one to read its answer. */
export function CardBrowser({
  head,
  rows,
  find = '',
}: {
  head: DeckHead;
  rows: readonly BrowserRow[];
  /** Words that are searched for from the beginning. */
  find?: string;
}) {
  const { deck } = head;
  const [isOpened, setOpened] = useState(find !== '');
  const loaded = useDeck(isOpened ? head : null);
  const prompts = useMemo(
    () => new Map(loaded.deck?.prompts.toReversed().map((prompt) => [prompt.card, prompt] as const)),
    [loaded.deck],
  );
  const onOpen = useCallback(() => setOpened(true), []);
  const answerOf = (key: string) => {
    const prompt = prompts.get(key);
    return prompt ? bodyText(prompt.body) : '';
  };
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
  const ids = useMemo(() => rows.map(({ card }) => card.id), [rows]);
  useOpenTarget(ids, showAll);

  const found = useMemo(() => {
    if (!ready || now === null) return null;
    const calendar = localCalendar(state.settings.latest(deck).dayStartsAtHour);
    const prompts = rows.flatMap(({ card }) => card.prompts);
    const exam = examOutlook({ state, prompts, deck, now, calendar });
    return new Map(
      rows.map(({ card }) => [
        card.key,
        card.prompts.map((prompt) => placeOf(state, prompt, now, calendar, exam)),
      ]),
    );
  }, [ready, state, now, rows, deck]);

  // The rows follow when there is time: what is typed comes first.
  const places = useDeferredValue(found);
  const fitting = rows.filter(({ card, place }) => {
    const haystack =
      `${card.text} ${words.length > 0 ? answerOf(card.key) : ''} ${place} ${card.id}`.toLowerCase();
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
      ? fitting.toSorted(
          (a, b) => weakness(places.get(a.card.key) ?? []) - weakness(places.get(b.card.key) ?? []),
        )
      : fitting;

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
          {shown.length} of {rows.length} cards
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
          {shown.map((row) => (
            <CardRow
              key={row.card.key}
              row={row}
              places={places?.get(row.card.key) ?? null}
              prompt={prompts.get(row.card.key) ?? null}
              failed={loaded.failed}
              onOpen={onOpen}
            />
          ))}
        </ul>
      )}
      <RetiredCards deck={deck} cards={rows.map(({ card }) => card)} />
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

/** Opens the card that the address names; `showAll` brings it on the page where a filter hides it. */
function useOpenTarget(ids: readonly string[], showAll: () => void): void {
  useEffect(() => {
    const open = () => {
      const id = ids.find((each) => location.hash === `#${each}`);
      const target = id === undefined ? null : document.getElementById(`card-${id}`);
      const details = target?.querySelector('details');
      if (!details) return;
      details.open = true;
      details.querySelector('summary')?.focus();
      target?.scrollIntoView({ block: 'center' });
    };
    const jump = () => {
      flushSync(showAll);
      open();
    };
    open();
    window.addEventListener('hashchange', jump);
    return () => window.removeEventListener('hashchange', jump);
  }, [ids, showAll]);
}
