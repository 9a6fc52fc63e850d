import type { CallError } from '#lib/lab/protocol.ts';
import type { Held } from '#lib/lab/script/held-value.ts';

function pythonError(exception: string, message: string): CallError {
  return { exception, errno: null, code: null, message };
}

/** What Python says of a name that no line before has bound. */
export function unboundName(name: string): CallError {
  return pythonError('NameError', `name '${name}' is not defined`);
}

/** What Python calls the type of a value. */
function typeName(held: Held): string {
  if (held.kind !== 'value') return held.kind;
  const { value } = held;
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'object' && 'bytes' in value) return 'bytes';
  return typeof value === 'object' && 'float' in value ? 'float' : 'int';
}

/** What Python says of a method that only a socket has. */
export function noSuchMethod(held: Held, method: string): CallError {
  return pythonError('AttributeError', `'${typeName(held)}' object has no attribute '${method}'`);
}

/** What Python says of a value that does not fit the names before `=`; `null`: it fits. */
export function misfit(held: Held, names: number): CallError | null {
  if (names < 2) return null;
  if (held.kind !== 'tuple' && held.kind !== 'list')
    return pythonError('TypeError', `cannot unpack non-iterable ${typeName(held)} object`);
  const { length } = held.items;
  if (length > names)
    return pythonError('ValueError', `too many values to unpack (expected ${String(names)})`);
  if (length < names)
    return pythonError(
      'ValueError',
      `not enough values to unpack (expected ${String(names)}, got ${String(length)})`,
    );
  return null;
}
