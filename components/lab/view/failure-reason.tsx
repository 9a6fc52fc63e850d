'use client';

import { useLab } from '#components/lab/model/lab-context.ts';
import { CardsOnError } from '#components/lab/view/cards-on-error.tsx';
import { CodeWords } from '#components/ui/code-words.tsx';
import { explainError } from '#lib/lab/explain/explain-error.ts';
import type { CallError, LabCall } from '#lib/lab/protocol/messages.ts';

/** Why a call failed, what to do about it, and the cards on it. */
export function FailureReason({ call, error, seq }: { call: LabCall; error: CallError; seq: number }) {
  // As it was then: later the port may be free, and somebody may listen.
  const { why, help, term } = explainError(call, error, useLab().snapshotAt(seq));
  return (
    <p>
      <CodeWords text={`${why} ${help}`} /> <CardsOnError term={term} />
    </p>
  );
}
