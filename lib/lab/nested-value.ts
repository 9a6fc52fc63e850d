import type { PythonValue } from '#lib/lab/python-value.ts';

/** How much a list or a tuple may hold, and how many of them may lie inside each other: enough for every call there is. */
export const maxItems = 256;
export const maxLevels = 2;

type Item = Extract<PythonValue, readonly unknown[]>[number];

function levelsOf(value: PythonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  const items: readonly PythonValue[] | null = Array.isArray(value)
    ? value
    : 'tuple' in value
      ? value.tuple
      : null;
  return items === null ? 0 : 1 + Math.max(0, ...items.map(levelsOf));
}

function areItems(values: readonly PythonValue[]): values is readonly Item[] {
  return values.length <= maxItems && values.every((value) => levelsOf(value) < maxLevels);
}

/** The list or tuple of some values; `undefined`: no call can carry it, because it is too long or nested too deeply. */
export function nestedValue(kind: 'list' | 'tuple', values: readonly PythonValue[]): PythonValue | undefined {
  if (!areItems(values)) return undefined;
  return kind === 'list' ? [...values] : { tuple: [...values] };
}
