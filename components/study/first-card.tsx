import type { DeckHead } from '#components/deck/deck-head.ts';
import type { Prompt } from '#lib/deck/prompt.ts';
import { CardBody } from './card-body.tsx';
import { RevealButton, StudyFrame } from './study-frame.tsx';

/** The card that comes next, as the server paints it: readable before any script has run, and without any. */
export function FirstCard({ head, prompt, seed }: { head: DeckHead; prompt: Prompt; seed: string }) {
  return (
    <StudyFrame
      title={head.title}
      done={0}
      counts={null}
      front={prompt.front}
      body={<CardBody body={prompt.body} revealed={false} seed={seed} picked={new Set()} />}
      action={<RevealButton />}
      footer={
        <span className="ml-auto">
          {head.file.split('/').at(-1)}:{prompt.line}
        </span>
      }
    />
  );
}
