import { CodeWords } from '#components/ui/code-words.tsx';
import type { LeftOutCard } from '#lib/deck/deck-reader.ts';

/** The cards of a file that nobody is asked, and why. */
export function LeftOutCards({ cards, fileName }: { cards: readonly LeftOutCard[]; fileName: string }) {
  if (cards.length === 0) return null;
  return (
    <section className="panel mt-4 overflow-hidden border-bad" aria-labelledby="left-out">
      <h2 id="left-out" className="border-b border-line px-5 py-3 font-semibold">
        {cards.length === 1 ? '1 card is left out' : `${cards.length} cards are left out`}
      </h2>
      <ul className="divide-y divide-line">
        {cards.map(({ name, line, error }) => (
          <li key={line} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-5 py-2.5">
            <div className="min-w-48 flex-1">
              <p className="font-medium break-words">
                {name === '' ? 'A card without a heading' : <CodeWords text={name} />}
              </p>
              {error && (
                <p className="text-soft">
                  <CodeWords text={`${error.message}.`} />
                </p>
              )}
            </div>
            <span className="font-mono text-xs text-soft">
              {fileName}:{error?.line ?? line}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
