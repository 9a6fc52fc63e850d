import { InlineMarkup, Markup } from '#components/ui/markup.tsx';
import type { Body } from '#lib/cards/prompt.ts';

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

/** The steps of an order card as they belong, and what is to be said of them. */
export function OrderAnswer({
  body,
  withSteps,
}: {
  body: Extract<Body, { kind: 'order' }>;
  /** False: only what is to be said. */
  withSteps: boolean;
}) {
  return (
    <>
      {withSteps && (
        <ol className="flex flex-col gap-2" aria-label="Steps, in order">
          {body.steps.map((step, index) => (
            <li key={`${index} ${step}`} className="flex gap-3 rounded-lg border border-line px-3 py-2">
              <span className="w-5 text-right font-mono text-sm leading-6 text-soft">{index + 1}</span>
              <InlineMarkup html={step} />
            </li>
          ))}
        </ol>
      )}
      {body.free.map(({ step, after, before }) => (
        <p key={step} className="mt-2 text-soft">
          <InlineMarkup html={step} /> {freeRange(after, before, body.steps.length)}.
        </p>
      ))}
      {body.distractors.map(({ step, message }) => (
        <p key={step} className="mt-2 text-soft">
          <InlineMarkup html={step} /> does not belong here
          {message ? (
            <>
              {': '}
              <InlineMarkup html={message} />
            </>
          ) : (
            '.'
          )}
        </p>
      ))}
      {body.explanation && <Markup html={body.explanation} className="mt-4" />}
    </>
  );
}

function freeRange(after: number, before: number, steps: number): string {
  if (before - after === 1 && after > 0 && before <= steps)
    return `may come between step ${after} and step ${before}`;
  if (after > 0 && before <= steps) return `may come anywhere between step ${after} and step ${before}`;
  if (after > 0) return `may come anywhere after step ${after}`;
  return before <= steps ? `may come anywhere before step ${before}` : 'may come anywhere';
}
