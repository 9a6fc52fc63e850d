import { GradedAnswer } from '#components/answer/graded-answer.tsx';
import type { Judged } from '#components/card/judge.ts';
import { OrderVerdict } from '#components/card/order-verdict.tsx';
import type { GradableBody } from '#lib/grade/verdict.ts';

/** A graded answer; below an order of calls what the kernel says to it. */
export function JudgedAnswer({
  body,
  judged: { response, grade },
  seed,
  isSelfMarked = false,
}: {
  body: GradableBody;
  judged: Pick<Judged, 'response' | 'grade'>;
  /** The seed of the form in which it was answered. */
  seed: string;
  /** Whether the student said that it was right. */
  isSelfMarked?: boolean;
}) {
  const aside =
    body.kind === 'order' && response.kind === 'steps' ? (
      <OrderVerdict body={body} placed={response.placed} />
    ) : null;
  return <GradedAnswer {...{ body, response, grade, seed, aside, isSelfMarked }} />;
}
