import { main } from '../../scripts/lab/main.ts';
import { type Ended, runCommand } from '#test/scripts/command-io.ts';

/** `npm run lab -- …args`, in this process and so in its network. */
export function lab(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return runCommand((io) => main([...args], io, new AbortController().signal), environment);
}
