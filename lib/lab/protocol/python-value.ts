import { z } from 'zod';
import { constantNames } from '#lib/lab/protocol/names.ts';
import { maxItems, maxValueLevels } from '#lib/lab/protocol/encode-value.ts';

export type ConstantName = (typeof constantNames)[number];

const constantName = z.enum(constantNames);

const scalar = z.union([
  z.null(),
  z.boolean(),
  z.int(),
  z.string(),
  /** An int beyond JavaScript's exact range, in decimal. */
  z.strictObject({ int: z.string().regex(/^-?[1-9]\d{15,63}$/) }),
  z.strictObject({ float: z.number() }),
  /** `times`: so often one after the other, as `b'x' * 1000`. */
  z.strictObject({ bytes: z.base64(), times: z.int().min(0).max(16_777_216).optional() }),
  /** The first of `length` bytes: more came than an event carries. No call takes it. */
  z.strictObject({ bytes: z.base64(), length: z.int().min(1) }),
  z.strictObject({ constant: constantName }),
  /** Constants joined by `|`. */
  z.strictObject({ flags: z.array(constantName).min(2).max(8) }),
  /** A socket object, named by its descriptor; -1 once it is closed. */
  z.strictObject({ socket: z.int().min(-1) }),
]);

type Scalar = z.infer<typeof scalar>;
type Flat = Scalar | { tuple: Scalar[] } | Scalar[];
type Nested = Flat | { tuple: Flat[] } | Flat[];
export type PythonValue = Nested | { tuple: Nested[] } | Nested[];

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The items of a list or a tuple, `null` for everything else. */
function itemsOf(value: unknown): readonly unknown[] | null {
  if (isList(value)) return value;
  const isTuple = typeof value === 'object' && value !== null && 'tuple' in value;
  return isTuple && Object.keys(value).length === 1 && isList(value.tuple) ? value.tuple : null;
}

function isPythonValue(value: unknown, levels: number): boolean {
  const items = itemsOf(value);
  if (items === null) return scalar.safeParse(value).success;
  return levels > 0 && items.length <= maxItems && items.every((item) => isPythonValue(item, levels - 1));
}

/**
 * A Python value in JSON: `None`, `bool`, `int` and `str` are JSON's own, a list is an array, everything else an object
 * with one key. At most three levels deep, which is what socket calls take and return (`getaddrinfo`).
 *
 * Lists are walked by hand: unions inside unions would look at every item several times and collect every complaint,
 * and 12 kB of nonsense would cost half a second.
 */
export const pythonValue = z.custom<PythonValue>((value) => isPythonValue(value, maxValueLevels), {
  error: 'is not a Python value',
});
