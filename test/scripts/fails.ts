/** A program for tests, with an error in its fifth line. */
interface Wrong {
  readonly message: string;
}
throw new Error(({ message: 'on purpose' } satisfies Wrong).message);
