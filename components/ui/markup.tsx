import type { Html } from '#lib/cards/prompt.ts';

/** Markup of a deck. Safe to insert: only `lib/deck/render-html.ts` makes `Html`. */
export function Markup({ html, className = '' }: { html: Html; className?: string }) {
  return <div className={`markup ${className}`} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** The same, inside a line of text. */
export function InlineMarkup({ html, className = '' }: { html: Html; className?: string }) {
  return <span className={`markup ${className}`} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** The reason behind an answer. */
export function Why({ html }: { html: Html }) {
  return (
    <div className="mt-4 text-soft">
      <strong className="text-ink">Why:</strong>{' '}
      <Markup html={html} className="inline [&>p:first-child]:inline" />
    </div>
  );
}
