import { CardBody } from '#components/card/card-body.tsx';
import { Why } from '#components/ui/markup.tsx';
import type { Prompt } from '#lib/cards/prompt.ts';

/** The answer of a card and why, as the deck's page shows it. */
export function CardAnswer({ prompt }: { prompt: Prompt }) {
  return (
    <>
      <CardBody body={prompt.body} revealed seed={prompt.key} picked={new Set()} />
      {prompt.why && <Why html={prompt.why} />}
    </>
  );
}
