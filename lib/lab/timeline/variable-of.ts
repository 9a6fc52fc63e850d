import type { PythonValue } from '#lib/lab/python-value.ts';

type Variables = ReadonlyMap<string, PythonValue>;

/** The descriptor of the socket that a variable holds, -1 once it is closed; `null`: it holds none. */
export function socketOf(value: PythonValue | undefined): number | null {
  const isSocket = typeof value === 'object' && value !== null && 'socket' in value;
  return isSocket ? value.socket : null;
}

/**
 * The variable that holds the socket of a descriptor. -1 means a closed one, whose name is known only where there is no
 * other.
 */
export function variableOf(variables: Variables, fd: number): string | null {
  let found: string | null = null;
  for (const [name, value] of variables) {
    if (socketOf(value) !== fd) continue;
    if (fd >= 0) return name;
    if (found !== null) return null;
    found = name;
  }
  return found;
}
