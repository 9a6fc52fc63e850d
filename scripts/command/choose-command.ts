import { UsageError } from './arguments.ts';
import { type CommandIo, print } from './output.ts';

/** A tool with commands, such as `deck`. */
export interface Tool<Command extends { readonly usage: string }> {
  /** As its messages begin. */
  readonly name: string;
  readonly usage: string;
  readonly shortUsage: string;
  readonly commands: ReadonlyMap<string, Command>;
}

/** The command that `args` name, or the exit code if there is nothing to run: help was printed, or why not. */
export function chooseCommand<Command extends { readonly usage: string }>(
  tool: Tool<Command>,
  [name, ...rest]: string[],
  io: CommandIo,
): { command: Command; rest: string[] } | number {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    print(name === undefined ? io.stderr : io.stdout, tool.usage);
    return name === undefined ? 2 : 0;
  }
  const command = tool.commands.get(name);
  if (command === undefined) {
    print(io.stderr, `${tool.name}: there is no command \`${name}\`\n${tool.shortUsage}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    print(io.stdout, command.usage);
    return 0;
  }
  return { command, rest };
}

/** Prints what is wrong with the arguments of a command; gives the exit code. Throws any other error again. */
export function reportUsageError(error: unknown, tool: string, usage: string, io: CommandIo): number {
  if (!(error instanceof UsageError)) throw error;
  print(io.stderr, `${tool}: ${error.message}\n${usage.split('\n')[0] ?? usage}`);
  return 2;
}
