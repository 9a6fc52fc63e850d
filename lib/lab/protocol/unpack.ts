import { fromBase64, itemsOf } from '#lib/lab/protocol/encode-value.ts';
import type { CallError } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { typeName } from '#lib/lab/protocol/type-name.ts';

type Unpacked =
  | { readonly ok: true; readonly values: readonly PythonValue[] }
  | { readonly ok: false; readonly error: CallError };

/** The values of anything that Python can iterate over here; `null`: it cannot. */
function valuesOf(value: PythonValue): readonly PythonValue[] | null {
  if (typeof value === 'string') return [...value];
  if (typeof value === 'object' && value !== null && 'bytes' in value) {
    const once = [...fromBase64(value.bytes)];
    return 'length' in value ? once : Array.from({ length: value.times ?? 1 }, () => once).flat();
  }
  return itemsOf(value);
}

function raised(exception: string, message: string): Unpacked {
  return { ok: false, error: { exception, errno: null, code: null, message } };
}

/** What `a, b = value` gives to each name: one takes the value whole. The errors are Python's. */
export function unpack(value: PythonValue, names: number): Unpacked {
  if (names < 2) return { ok: true, values: names === 0 ? [] : [value] };
  const values = valuesOf(value);
  if (values === null) return raised('TypeError', `cannot unpack non-iterable ${typeName(value)} object`);
  if (values.length > names)
    return raised('ValueError', `too many values to unpack (expected ${String(names)})`);
  if (values.length < names)
    return raised(
      'ValueError',
      `not enough values to unpack (expected ${String(names)}, got ${String(values.length)})`,
    );
  return { ok: true, values };
}
