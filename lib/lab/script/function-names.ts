/** Calls that are no methods. */
export const functionNames = ['socket', 'gethostname', 'gethostbyname', 'poll'] as const;
