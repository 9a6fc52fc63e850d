import { InlineMarkup } from '#components/study/markup.tsx';
import type { Body } from '#lib/deck/prompt.ts';
import type { TextNote as Note } from '#lib/grade/verdict.ts';

/** Why a typed answer got its verdict, in words. */
export function TextNote({
  note,
  not,
}: {
  note: Note;
  /** The card's wrong answers that are worth a word. */
  not: Extract<Body, { kind: 'typed' }>['not'];
}) {
  switch (note.kind) {
    case 'not': {
      const known = not[note.index];
      return (
        known && (
          <>
            Not <InlineMarkup html={known.answer} />
            {known.message ? (
              <>
                {': '}
                <InlineMarkup html={known.message} />
              </>
            ) : (
              '.'
            )}
          </>
        )
      );
    }
    case 'other':
      return <>That is the answer to another question: “{note.answer}”.</>;
    case 'another':
      return <>That means something else.</>;
    case 'letter-case':
      return <>Capital and small letters count here.</>;
    case 'receiver':
      return <>You wrote “{note.receiver}” before it. Only the call is asked.</>;
    case 'arguments':
      return <>You gave arguments. Only the call is asked.</>;
    case 'called':
      return <>The parentheses would call it here. Only its name belongs there.</>;
    case 'more-words':
      return <>The answer is in it, with other words around.</>;
    case 'near':
      return <>Nearly the answer. Compare the two.</>;
    case 'repeated':
      return <>You also typed what stands beside the blank.</>;
    case 'misplaced':
      return <>It belongs to the answer, at another place.</>;
    default:
      return note satisfies never;
  }
}
