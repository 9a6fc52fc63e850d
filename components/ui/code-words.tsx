import { codeSpans } from '#lib/text/code-spans.ts';

/** A sentence in which backticks mark code. */
export function CodeWords({ text }: { text: string }) {
  return codeSpans(text).map(({ text: piece, isCode }, index) =>
    isCode ? (
      <code key={index} className="rounded bg-sunk px-1 font-mono text-[0.92em]">
        {piece}
      </code>
    ) : (
      piece
    ),
  );
}
