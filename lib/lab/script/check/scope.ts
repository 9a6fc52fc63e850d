import type { DiagnosticCode } from '#lib/diagnostics/codes.ts';
import { finding, type Finding, type Range } from '#lib/diagnostics/finding.ts';
import { constantNames } from '#lib/lab/protocol/names.ts';
import type { CallNode, Expression, NameNode, TargetNode, ThreadNode } from '#lib/lab/script/syntax/ast.ts';
import { firstOf, meant } from '#lib/lab/script/syntax/cursor.ts';
import { namesIn } from '#lib/lab/script/syntax/names-in.ts';
import { Variables } from '#lib/lab/script/syntax/variables.ts';

/** What is known of a variable before anything runs. */
export interface Known {
  /** `pair`: of a socket and its address; `unknown`: what a line gives that cannot be read, or a socket with two names. */
  readonly kind: 'socket' | 'pair' | 'value' | 'unknown';
  readonly isOpen: boolean;
  /** Its program has ended: only what becomes of the socket can still be asked. */
  readonly isPast: boolean;
  /** `listen()` was called on it. */
  readonly listens: boolean;
}

/** The last call of a thread. */
interface LastCall {
  readonly call: CallNode | null;
  readonly targets: readonly TargetNode[];
  readonly state: 'done' | 'blocked' | 'interrupted';
}

/** Among so many what was probably meant is looked for, however long the script is. */
const maxMeant = 200;

/** Stands for the program of a line that does not name one; no program has this name. */
export const anyProgram = '';

/** What the lines so far have made of programs, threads and variables; gathers findings. */
export class Scope {
  readonly variables = new Variables<Known>();
  readonly #programs = new Set<string>();
  /** Programs that have ended, and have not begun again. */
  readonly #ended = new Set<string>();
  readonly #threads = new Map<string, Map<number, LastCall>>();
  readonly #findings: Finding[];
  /** A line whose program is not known may have begun any, and blocked it. */
  isUncertain = false;

  constructor(findings: Finding[]) {
    this.#findings = findings;
  }

  report(code: DiagnosticCode, range: Range, message?: string, help?: string): void {
    this.#findings.push(finding(code, range, message, help));
  }

  begin(program: string): void {
    this.#programs.add(program);
    this.#ended.delete(program);
  }

  hasBegun(program: string): boolean {
    return this.#programs.has(program);
  }

  lastCall({ program, thread }: ThreadNode): LastCall | undefined {
    return this.#threads.get(program)?.get(thread);
  }

  setLastCall({ program, thread }: ThreadNode, call: LastCall): void {
    const threads = this.#threads.get(program) ?? new Map<number, LastCall>();
    threads.set(thread, call);
    this.#threads.set(program, threads);
  }

  /** Threads of a program that are blocked. */
  blockedCalls(program: string): LastCall[] {
    return [...(this.#threads.get(program)?.values() ?? [])].filter(({ state }) => state !== 'done');
  }

  /** Reports a program that has done nothing. */
  requireProgram(name: string, range: Range): boolean {
    if (this.#ended.has(name)) {
      const again = `let it make a call first, or remove the line`;
      this.report('LAB_PROGRAM_UNKNOWN', range, `\`${name}\` has ended already`, again);
      return false;
    }
    if (this.#programs.has(name)) return true;
    const near = meant(name, firstOf(this.#programs, maxMeant));
    if (near === null && this.isUncertain) return false;
    this.report(
      'LAB_PROGRAM_UNKNOWN',
      range,
      `no program \`${name}\` has made a call`,
      near === null ? undefined : `write \`${near}\``,
    );
    return false;
  }

  exit(program: string): void {
    this.#ended.add(program);
    this.#threads.delete(program);
    for (const name of this.#ownNames(program)) {
      const known = this.variables.get(program, name);
      if (known !== undefined) this.variables.set(program, name, { ...known, isPast: true });
    }
  }

  readonly #namesOf = new Map<string, Set<string>>();
  #ownNames(program: string): ReadonlySet<string> {
    return this.#namesOf.get(program) ?? new Set<string>();
  }

  reset(): void {
    this.#threads.clear();
    this.#programs.clear();
    this.#ended.clear();
    this.#namesOf.clear();
    this.variables.clear();
  }

  bind(program: string, { name, ...range }: TargetNode, kind: Known['kind']): void {
    if (name === '_') return;
    const before = this.variables.get(program, name);
    if (before?.kind === 'socket' && before.isOpen && !before.isPast)
      this.report(
        'LAB_SOCKET_DROPPED',
        range,
        `\`${name}\` still holds an open socket, which Python closes now`,
      );
    this.variables.set(program, name, { kind, isOpen: true, isPast: false, listens: false });
    const names = this.#namesOf.get(program) ?? new Set<string>();
    this.#namesOf.set(program, names.add(name));
  }

  /** The variable has the same value as another from now on, so that neither alone keeps it. */
  share(program: string, name: string): void {
    const known = this.variables.get(program, name);
    if (known !== undefined) this.variables.set(program, name, { ...known, kind: 'unknown' });
  }

  listen(program: string, name: string): void {
    const known = this.variables.get(program, name);
    if (known?.kind === 'socket') this.variables.set(program, name, { ...known, listens: true });
  }

  close(program: string, name: string): void {
    const known = this.variables.get(program, name);
    if (known !== undefined) this.variables.set(program, name, { ...known, isOpen: false });
  }

  /** The variable that a name means; `null`: what is wrong has been reported, or nothing can be said. */
  find(
    from: string | null,
    node: NameNode,
    allowsPast: boolean,
    mayBeProgram = false,
  ): { program: string; known: Known } | null {
    const found = this.variables.find(from, node);
    switch (found.kind) {
      case 'found':
        if (!found.value.isPast || allowsPast) return { program: found.program, known: found.value };
        this.report(
          'LAB_NAME_UNBOUND',
          node,
          `\`${node.name}\` went when \`${found.program}\` ended`,
          'open a socket again',
        );
        return null;
      case 'ambiguous': {
        if (found.programs.includes(anyProgram)) return null;
        const [first = ''] = found.programs;
        this.report(
          'LAB_NAME_AMBIGUOUS',
          node,
          `\`${node.name}\` is a variable of ${found.programs.map((name) => `\`${name}\``).join(' and ')}`,
          `put the program before it, as in \`${first}.${node.name}\``,
        );
        return null;
      }
      case 'unbound':
        this.#reportUnbound(from, node, mayBeProgram);
        return null;
      default:
        return found satisfies never;
    }
  }

  #reportUnbound(from: string | null, node: NameNode, mayBeProgram: boolean): void {
    const { name } = node;
    if (node.program !== null && !this.#programs.has(node.program)) {
      if (this.isUncertain) return;
      const near = meant(node.program, firstOf(this.#programs, maxMeant));
      this.report(
        'LAB_PROGRAM_UNKNOWN',
        node,
        `no program \`${node.program}\` has made a call`,
        near === null ? undefined : `write \`${near}.${name}\``,
      );
      return;
    }
    const program = node.program ?? from;
    const waiting = (program === null ? firstOf(this.#programs, maxMeant) : [program])
      .flatMap((one) => this.blockedCalls(one).map((call) => ({ call, one })))
      .find(({ call }) => call.targets.some((target) => target.name === name));
    if (waiting !== undefined) {
      this.report(
        'LAB_NAME_UNBOUND',
        node,
        `\`${name}\` gets its value when the call that is blocked returns`,
        `write \`${waiting.one} returns _\` before this line`,
      );
      return;
    }
    if (/^[A-Z][A-Z0-9]*_[A-Z0-9_]*$|^POLL/.test(name)) {
      const near = meant(name, constantNames);
      this.report(
        'LAB_CONSTANT_UNKNOWN',
        node,
        `the constant \`${name}\` is not offered here`,
        near === null ? undefined : `write \`${near}\``,
      );
      return;
    }
    const socket = from === null && this.#programs.has(name) ? this.#socketOf(name) : undefined;
    if (socket !== undefined) {
      const help = `name its socket, \`${socket}\``;
      this.report('LAB_NAME_UNBOUND', node, `\`${name}\` is a program, not a variable`, help);
      return;
    }
    const near = meant(name, [
      ...firstOf(this.variables.names(), maxMeant),
      ...(mayBeProgram ? firstOf(this.#programs, maxMeant) : []),
      'None',
      'True',
      'False',
      ...constantNames,
    ]);
    this.report(
      'LAB_NAME_UNBOUND',
      node,
      `\`${name}\` has no value yet`,
      near === null ? undefined : `write \`${near}\`, or give \`${name}\` a value first`,
    );
  }

  #socketOf(program: string): string | undefined {
    return firstOf(this.#ownNames(program), maxMeant).find(
      (name) => this.variables.get(program, name)?.kind === 'socket',
    );
  }

  /** Checks every name in a value. */
  checkNames(from: string, expression: Expression): void {
    for (const name of namesIn(expression)) this.find(from, name, false);
  }
}
