/** The command line cannot be understood; the message says why, and the usage line follows it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
