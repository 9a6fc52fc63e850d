import type { Body } from '#lib/deck/prompt.ts';
import { InlineMarkup } from './markup.tsx';

/** The other right answers of a typed card. */
export function AlsoRight({ accept }: Pick<Extract<Body, { kind: 'typed' }>, 'accept'>) {
  if (accept.length === 0) return null;
  return (
    <p className="mt-2 text-soft">
      Also right:{' '}
      {accept.map((html, index) => (
        <span key={html}>
          {index > 0 && ', '}
          <InlineMarkup html={html} />
        </span>
      ))}
    </p>
  );
}
