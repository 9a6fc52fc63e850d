import { bodyText } from '#lib/deck/body-text.ts';
import type { Destination } from '#lib/deck/destination.ts';
import { deckLibrary } from '#lib/node/deck-library.ts';

/** Every deck and card of the site, for the palette. */
export async function GET(): Promise<Response> {
  const destinations = (await deckLibrary().list()).flatMap(({ deck }): Destination[] => {
    const page = `/decks/${deck.deck}`;
    const cards = new Map(deck.prompts.map((prompt) => [prompt.card, prompt]));
    return [
      { href: `/study/${deck.deck}`, name: `Study ${deck.title}`, detail: 'Study' },
      { href: `/study/${deck.deck}?mode=practice`, name: `Practise ${deck.title}`, detail: 'Practise' },
      { href: page, name: deck.title, detail: 'Deck' },
      ...[...cards.values()].map((prompt) => ({
        href: `${page}#${prompt.card.slice(deck.deck.length + 1)}`,
        name: prompt.text,
        detail: `${deck.file.split('/').at(-1)}:${prompt.line}`,
        keywords: `${prompt.card} ${bodyText(prompt.body)}`,
      })),
    ];
  });
  return Response.json(destinations);
}
