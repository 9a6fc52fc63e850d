import { formatValue } from '#lib/lab/protocol/format-value.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

export interface Variable {
  readonly program: string;
  readonly name: string;
}

/** The variables of a program while its calls are written again: every open socket that is used has a name of its own. */
export class ProgramNames {
  readonly #program: string;
  /** By descriptor. */
  readonly #sockets = new Map<number, Variable>();
  #plain = new Map<string, PythonValue>();
  /** Closed ones, the last closed last. */
  #closed: Variable[] = [];
  readonly #used = new Set<string>();

  constructor(program: string) {
    this.#program = program;
  }

  /** Of sockets that are open. */
  get open(): readonly Variable[] {
    return [...this.#sockets.values()];
  }

  /** The variable of a descriptor; of one that is not open that of a closed socket, if there is one. */
  socket(fd: number): Variable | null {
    return this.#sockets.get(fd) ?? (fd < 0 ? (this.#closed.at(-1) ?? null) : null);
  }

  openNamed(fd: number, wanted: string): Variable {
    const variable = this.#variable(this.#unlessOpen(wanted));
    this.#sockets.set(fd, variable);
    return variable;
  }

  /** A socket that no variable was given to has one here, or Python would close it. */
  openNameless(fd: number, base: string): Variable {
    const variable = this.#variable(this.#free(base));
    this.#sockets.set(fd, variable);
    return variable;
  }

  /** The socket in a value that one variable holds whole: `conn[0]` of the pair `conn`. */
  openInside(fd: number, wanted: string, index: number, value: PythonValue): Variable {
    const whole = this.bindPlain(wanted, value);
    this.#sockets.set(fd, { ...whole, name: `${whole.name}[${String(index)}]` });
    return whole;
  }

  isOpen(fd: number): boolean {
    return this.#sockets.has(fd);
  }

  close(fd: number): void {
    const variable = this.#sockets.get(fd);
    this.#sockets.delete(fd);
    if (variable !== undefined) this.#closed.push(variable);
  }

  /** Nothing refers to the socket any more, and Python has closed it. Gives its variable. */
  forget(fd: number): Variable | null {
    const variable = this.#sockets.get(fd) ?? null;
    this.#sockets.delete(fd);
    return variable;
  }

  /** The variable that holds such a value. */
  holding(value: PythonValue): Variable | null {
    const text = formatValue(value);
    for (const [name, held] of this.#plain)
      if (formatValue(held) === text) return { program: this.#program, name };
    return null;
  }

  bindPlain(wanted: string, value: PythonValue): Variable {
    const variable = this.#variable(this.#unlessOpen(wanted));
    this.#plain.set(variable.name, value);
    return variable;
  }

  /** A value that an earlier call gave gets a name. */
  nameValue(base: string, value: PythonValue): Variable {
    const variable = this.#variable(this.#free(base));
    this.#plain.set(variable.name, value);
    return variable;
  }

  /** The variable that holds a number. */
  plain(value: number): Variable | null {
    for (const [name, held] of this.#plain) if (held === value) return { program: this.#program, name };
    return null;
  }

  end(): void {
    this.#sockets.clear();
    this.#plain = new Map();
    this.#closed = [];
  }

  #variable(name: string): Variable {
    this.#used.add(name);
    this.#closed = this.#closed.filter((closed) => closed.name !== name);
    this.#plain.delete(name);
    return { program: this.#program, name };
  }

  #unlessOpen(wanted: string): string {
    return this.open.some(({ name }) => name === wanted || name.startsWith(`${wanted}[`))
      ? this.#free(wanted)
      : wanted;
  }

  #free(base: string): string {
    let name = base;
    for (let number = 2; this.#used.has(name); number++) name = `${base}${String(number)}`;
    return name;
  }
}
