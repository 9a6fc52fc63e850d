import {
  type CallPlan,
  planCalls,
  type PlanEntry,
  type PlannedCall,
  type Text,
} from '#lib/lab/export/call-plan.ts';
import type { Variable } from '#lib/lab/export/program-names.ts';
import { inOneLine } from '#lib/lab/export/quote.ts';
import type { CallError, LabEvent, Loss } from '#lib/lab/protocol/messages.ts';
import { isExceptionName } from '#lib/lab/script/syntax/exceptions.ts';
import { threadName } from '#lib/lab/script/syntax/ast.ts';

/** What takes longer than this has to be allowed to. */
const patienceMicros = 1_000_000;
const longestSeconds = 300;

function lossText(loss: Loss): string {
  switch (loss.kind) {
    case 'next':
      return `next ${String(loss.segments)}`;
    case 'share':
      return `${String(Number((loss.probability * 100).toFixed(6)))}%`;
    case 'all':
    case 'nothing':
    case 'handshake':
      return loss.kind;
    default:
      return loss satisfies never;
  }
}

function exceptionText({ exception, code }: CallError): string {
  if (exception === 'OSError' && code !== null && isExceptionName(code)) return code;
  return isExceptionName(exception) ? exception : 'Exception';
}

/** Writes a plan line by line; variables of the same name in two programs are kept apart. */
class Writer {
  readonly #lines: string[] = [];
  readonly #owners = new Map<string, Set<string>>();
  /** What may say, below a call, how it ended. */
  readonly #reported = new Set<PlannedCall>();
  #lastAt = 0;

  constructor({ entries }: CallPlan) {
    for (const entry of entries) {
      if (entry.kind !== 'call') continue;
      for (const target of entry.targets) {
        if (target === null) continue;
        const owners = this.#owners.get(target.name) ?? new Set();
        this.#owners.set(target.name, owners.add(target.program));
      }
    }
  }

  get text(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }

  #comment(text: string): void {
    this.#lines.push(`# ${inOneLine(text)}`);
  }

  #name(from: string | null, { program, name }: Variable): string {
    const owners = this.#owners.get(name);
    const isPlain = program === from || (owners?.size === 1 && owners.has(program));
    return isPlain ? name : `${program}.${name}`;
  }

  #textOf(from: string, text: Text): string {
    return text.map((piece) => (typeof piece === 'string' ? piece : this.#name(from, piece))).join('');
  }

  write(entry: PlanEntry, later: readonly PlanEntry[]): void {
    switch (entry.kind) {
      case 'call':
        this.#writeCall(entry, later);
        return;
      case 'return':
        if (this.#reported.has(entry.of)) this.#writeOutcome(entry.of);
        return;
      case 'interrupt':
        this.#lines.push(`interrupt ${threadName(entry.of)}`);
        return;
      case 'forget': {
        const { program, name } = entry.variable;
        this.#lines.push(`${threadName({ program, thread: entry.thread })}> ${name} = None`);
        return;
      }
      case 'exit':
        this.#lines.push(`exit ${entry.program}`);
        return;
      case 'lose': {
        const { dropping, socket } = entry;
        const way = dropping.direction === 'in' ? 'to' : 'from';
        const lose = `lose ${lossText(dropping.loss)} ${way}`;
        if (socket === null) this.#comment(`${lose} a socket of ${dropping.program} that has no name`);
        else this.#lines.push(`${lose} ${this.#name(null, socket)}`);
        return;
      }
      case 'wait':
        this.#lines.push(`wait ${String(Math.min(entry.ms, longestSeconds * 1000))}ms`);
        return;
      default:
        entry satisfies never;
    }
  }

  #writeCall(planned: PlannedCall, later: readonly PlanEntry[]): void {
    const { program, targets, text, call, end, refused, blocked } = planned;
    const shown =
      text === null
        ? `${call.name}(…), of which the log does not have the socket, or not all bytes`
        : this.#textOf(program, text);
    const names = targets.map((target) => (target === null ? '_' : target.name)).join(', ');
    const line = `${threadName(planned)}> ${names === '' ? '' : `${names} = `}${shown}`;
    if (text === null || refused !== null || (end === null && !blocked)) {
      this.#comment(`${line}${refused === null ? '' : ` # ${refused}`}`);
      return;
    }
    this.#lines.push(line);
    this.#lastAt = planned.enteredAt;
    const isLeftWaiting =
      end === null || later.some((entry) => entry.kind === 'interrupt' && entry.of === planned);
    const returnsLater = later.some((entry) => entry.kind === 'return' && entry.of === planned);
    // A timeout comes by itself, so the script waits for it in place.
    const timesOut = end !== null && !end.result.ok && end.result.error.exception === 'TimeoutError';
    if (isLeftWaiting || (returnsLater && blocked && !timesOut)) {
      this.#lines.push('blocks');
      this.#reported.add(planned);
    } else {
      this.#writeEnd(planned, '');
    }
  }

  #writeOutcome(planned: PlannedCall): void {
    this.#writeEnd(planned, `${threadName(planned)} `);
  }

  #writeEnd({ end, program }: PlannedCall, who: string): void {
    if (end === null) return;
    const { result, shown, at } = end;
    const took = at - this.#lastAt;
    this.#lastAt = at;
    const seconds = Math.min(Math.ceil((2 * took) / 1_000_000) + 1, longestSeconds);
    const within = took > patienceMicros ? ` within ${String(seconds)}s` : '';
    if (!result.ok) this.#lines.push(`${who}raises ${exceptionText(result.error)}${within}`);
    else if (shown !== null) this.#lines.push(`${who}returns ${this.#textOf(program, shown)}${within}`);
    else if (who !== '' || within !== '') this.#lines.push(`${who}returns _${within}`);
  }
}

/**
 * The calls of a log since its last beginning, as a lab script with its fence. Their results are below them,
 * except for what varies from run to run.
 */
export function exportLabScript(events: readonly LabEvent[]): string {
  const plan = planCalls(events);
  const writer = new Writer(plan);
  plan.entries.forEach((entry, index) => {
    writer.write(entry, plan.entries.slice(index + 1));
  });
  return `\`\`\`lab${plan.asRoot ? ' as-root' : ''}\n${writer.text}\`\`\`\n`;
}
