import { type CardKind, cardKinds } from '#lib/deck/prompt.ts';
import { kindNames } from './kind-names.ts';
import { Chip, Choices, Group } from './setup-fields.tsx';
import type { SetupFacts } from './setup-facts.ts';

/** The kinds of cards a deck has, each with how many. */
export function KindChoice({
  kinds,
  chosen,
  onChange,
}: {
  kinds: SetupFacts['kinds'];
  chosen: readonly CardKind[];
  onChange: (kinds: readonly CardKind[]) => void;
}) {
  if (kinds.length < 2) return null;
  return (
    <Group name="Kinds">
      <Choices>
        {kinds.map(({ kind, cards }) => (
          <Chip
            key={kind}
            type="checkbox"
            name="kinds"
            value={kind}
            isOn={chosen.includes(kind)}
            onChange={() => onChange(cardKinds.filter((each) => (each === kind) !== chosen.includes(each)))}
            note={String(cards)}
          >
            {kindNames[kind]}
          </Chip>
        ))}
      </Choices>
    </Group>
  );
}
