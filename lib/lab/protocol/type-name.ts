import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

/** `type(value).__name__` */
export function typeName(value: PythonValue): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'int';
  if (typeof value === 'string') return 'str';
  if (Array.isArray(value)) return 'list';
  if ('float' in value) return 'float';
  if ('bytes' in value) return 'bytes';
  if ('tuple' in value) return 'tuple';
  if ('socket' in value) return 'socket';
  return 'int';
}
