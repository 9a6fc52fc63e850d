import { bodyText } from '#lib/cards/html.ts';
import type { Destination } from '#components/shell/find-destinations.ts';
import { placeText } from '#components/data/source-place.ts';
import { labLibrary } from '#lib/node/lab-library.ts';
import { deckLibrary } from '#lib/node/deck-library.ts';
import { isSourceShown } from '../../source-shown.ts';

/** Every deck, with its quiz and games, every card and guided lab of the site, for the palette. */
export async function GET(): Promise<Response> {
  const isShown = await isSourceShown();
  const labs = (await labLibrary().list()).map(({ guide }): Destination => ({
    href: `/lab/${guide.lab}`,
    name: `${guide.number} · ${guide.title}`,
    detail: 'Lab',
    keywords: `${guide.lab} ${guide.stages.map(({ text }) => text).join(' ')}`,
  }));
  const decks = await deckLibrary().list();
  const destinations = decks.flatMap(({ deck }): Destination[] => {
    const page = `/decks/${deck.deck}`;
    const cards = new Map(deck.prompts.map((prompt) => [prompt.card, prompt]));
    return [
      { href: `/study/${deck.deck}`, name: `Study ${deck.title}`, detail: 'Study' },
      { href: `/study/${deck.deck}?mode=practice`, name: `Practise ${deck.title}`, detail: 'Practise' },
      { href: `/quiz/${deck.deck}`, name: `Quiz: ${deck.title}`, detail: 'Quiz', keywords: 'test exam' },
      {
        href: `/quiz/${deck.deck}/match`,
        name: `Match against the clock: ${deck.title}`,
        detail: 'Game',
        keywords: 'quiz play',
      },
      {
        href: `/quiz/${deck.deck}/typing`,
        name: `Typing drill: ${deck.title}`,
        detail: 'Game',
        keywords: 'quiz play code',
      },
      { href: page, name: deck.title, detail: 'Deck' },
      ...[...cards.values()].map((prompt) => ({
        href: `${page}#${prompt.card.slice(deck.deck.length + 1)}`,
        name: prompt.text,
        detail: isShown ? placeText(deck.file, prompt.line) : 'Card',
        keywords: `${prompt.card} ${bodyText(prompt.body)}`,
      })),
    ];
  });
  const mixed: Destination = {
    href: '/study',
    name: 'Study all decks, mixed',
    detail: 'Study',
    keywords: 'interleaved every',
  };
  const all = [...labs, ...(decks.length > 1 ? [mixed] : []), ...destinations];
  return Response.json(all, { headers: { 'Cache-Control': 'no-store' } });
}
