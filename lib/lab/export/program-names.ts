import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

export interface Variable {
  readonly program: string;
  readonly name: string;
}

interface OpenSocket {
  /** `null`: it gets one once it is needed. */
  variable: Variable | null;
  readonly base: string;
  readonly give: (variable: Variable) => void;
}

/** The variables of a program while its calls are written again: every open socket that is used has a name of its own. */
export class ProgramNames {
  readonly #program: string;
  /** By descriptor. */
  readonly #sockets = new Map<number, OpenSocket>();
  #plain = new Map<string, PythonValue>();
  /** Closed ones, the last closed last. */
  #closed: Variable[] = [];
  readonly #used = new Set<string>();

  constructor(program: string) {
    this.#program = program;
  }

  /** Of sockets that are open. */
  get open(): readonly Variable[] {
    return [...this.#sockets.values()].flatMap(({ variable }) => (variable === null ? [] : [variable]));
  }

  /** The variable of a descriptor, named now if need be; of one that is not open that of a closed socket, if there is one. */
  socket(fd: number): Variable | null {
    const socket = this.#sockets.get(fd);
    if (socket === undefined) return fd < 0 ? (this.#closed.at(-1) ?? null) : null;
    if (socket.variable === null) {
      socket.variable = this.#variable(this.#free(socket.base));
      socket.give(socket.variable);
    }
    return socket.variable;
  }

  openNamed(fd: number, wanted: string): Variable {
    const variable = this.#variable(this.#unlessOpen(wanted));
    this.#sockets.set(fd, { variable, base: wanted, give: () => undefined });
    return variable;
  }

  /** @param give called with the name, if it ever needs one */
  openNameless(fd: number, base: string, give: (variable: Variable) => void): void {
    this.#sockets.set(fd, { variable: null, base, give });
  }

  close(fd: number): void {
    const variable = this.#sockets.get(fd)?.variable ?? null;
    this.#sockets.delete(fd);
    if (variable !== null) this.#closed.push(variable);
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
    return this.open.some(({ name }) => name === wanted) ? this.#free(wanted) : wanted;
  }

  #free(base: string): string {
    let name = base;
    for (let number = 2; this.#used.has(name); number++) name = `${base}${String(number)}`;
    return name;
  }
}
