import type { NameNode } from '#lib/lab/script/syntax/ast.ts';
import { firstOf } from '#lib/lab/script/syntax/cursor.ts';

export type Lookup<Value> =
  | { readonly kind: 'found'; readonly program: string; readonly value: Value }
  | { readonly kind: 'unbound' }
  /** Some of the programs that have it. */
  | { readonly kind: 'ambiguous'; readonly programs: readonly string[] };

/**
 * What a name means: the variable of the program that it names, or else of the program whose line it stands in, or else of the
 * one program that has it.
 *
 * @param owners what the programs that have such a variable hold in it
 * @param program the program that the name says, as in `server.s`; `null`: it says none
 * @param from the program in whose line it stands; `null`: none
 */
export function lookUp<Value>(
  owners: ReadonlyMap<string, Value>,
  program: string | null,
  from: string | null,
): Lookup<Value> {
  const first = program ?? from;
  const own = first === null ? undefined : owners.get(first);
  if (first !== null && own !== undefined) return { kind: 'found', program: first, value: own };
  if (program !== null) return { kind: 'unbound' };
  const [only] = owners;
  if (only === undefined) return { kind: 'unbound' };
  if (owners.size > 1) return { kind: 'ambiguous', programs: firstOf(owners.keys(), 3) };
  return { kind: 'found', program: only[0], value: only[1] };
}

/**
 * The variables of a script's programs, for what reads a script without running it.
 */
export class Variables<Value> {
  readonly #byName = new Map<string, Map<string, Value>>();

  get(program: string, name: string): Value | undefined {
    return this.#byName.get(name)?.get(program);
  }

  set(program: string, name: string, value: Value): void {
    const owners = this.#byName.get(name);
    if (owners === undefined) this.#byName.set(name, new Map([[program, value]]));
    else owners.set(program, value);
  }

  /** @param from the program that names it; `null`: none */
  find(from: string | null, { program, name }: Pick<NameNode, 'program' | 'name'>): Lookup<Value> {
    return lookUp(this.#byName.get(name) ?? new Map<string, Value>(), program, from);
  }

  names(): Iterable<string> {
    return this.#byName.keys();
  }

  clear(): void {
    this.#byName.clear();
  }
}
