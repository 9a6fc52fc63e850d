import type { Verdict } from '#lib/grade/verdict.ts';

/** How a verdict is shown and said. */
export const verdictWords: Readonly<
  Record<Verdict, { readonly sign: string; readonly words: string; readonly className: string }>
> = {
  right: { sign: '✓', words: 'Right', className: 'text-good' },
  slip: { sign: '✓', words: 'Right, with a slip', className: 'text-good' },
  close: { sign: '≈', words: 'Close: you decide', className: 'text-waiting' },
  wrong: { sign: '✕', words: 'Not right', className: 'text-bad' },
};
