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
  if ('constant' in value) return enumOf(value.constant) ?? 'int';
  // Only flags stay what they are when they are joined.
  if ('flags' in value) return value.flags.every((name) => enumOf(name) === 'MsgFlag') ? 'MsgFlag' : 'int';
  return 'int';
}

/** Python's own types of ints for the constants of the `socket` module; `null`: a plain int. */
function enumOf(name: string): string | null {
  if (name.startsWith('AF_')) return 'AddressFamily';
  if (name.startsWith('SOCK_')) return 'SocketKind';
  if (name.startsWith('MSG_')) return 'MsgFlag';
  return name.startsWith('AI_') ? 'AddressInfo' : null;
}
