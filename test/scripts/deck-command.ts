import { main } from '../../scripts/deck/main.ts';
import { type Ended, runCommand } from '#test/scripts/command-io.ts';

/** `npm run deck -- …args`, in this process. */
export function deckCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return runCommand((io) => main([...args], io), environment);
}
