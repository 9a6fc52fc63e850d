import { type CardKind, cardKinds, type Prompt } from '#lib/deck/prompt.ts';
import { kindNames } from './kind-names.ts';
import { Chip, Choices, Group } from './setup-fields.tsx';

/** The kinds of cards a deck has, each with how many. */
export function KindChoice({
  prompts,
  chosen,
  onChange,
}: {
  prompts: readonly Prompt[];
  chosen: readonly CardKind[];
  onChange: (kinds: readonly CardKind[]) => void;
}) {
  const present = cardKinds.filter((kind) => prompts.some((prompt) => prompt.kind === kind));
  if (present.length < 2) return null;
  return (
    <Group name="Kinds">
      <Choices>
        {present.map((kind) => (
          <Chip
            key={kind}
            type="checkbox"
            name="kind"
            isOn={chosen.includes(kind)}
            onChange={() => onChange(cardKinds.filter((each) => (each === kind) !== chosen.includes(each)))}
            note={String(
              new Set(prompts.filter((prompt) => prompt.kind === kind).map(({ card }) => card)).size,
            )}
          >
            {kindNames[kind]}
          </Chip>
        ))}
      </Choices>
    </Group>
  );
}
