import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainError } from '#lib/lab/explain/explain-error.ts';
import {
  explainCall,
  explainSegment,
  explainState,
  explainUnreferenced,
} from '#lib/lab/explain/explain-row.ts';
import { explainWait } from '#lib/lab/explain/explain-wait.ts';
import { segmentContext } from '#lib/lab/explain/segment-context.ts';
import type { TimedEvent } from '#lib/lab/protocol/messages.ts';
import { parseLabFile } from '#lib/lab/script/read-scripts.ts';
import { createDiagramBuilder } from '#lib/lab/sequence-diagram/rows.ts';
import { foldEvent, emptySnapshot } from '#lib/lab/timeline/fold-event.ts';
import { createLabKernel } from '#server/kernel/create-lab-kernel.ts';
import type { LabKernel } from '#server/kernel/lab-kernel.ts';
import { reasonVariable } from '#server/process/private-command.mjs';
import { runScript } from '../scripts/lab/run-script.ts';
import { ofSituation, ofStage, proofs, proofsFile as file, proofsText as text } from './proofs.ts';

/** Whether one of the explanations contains the sentence, in which `…` stands for anything. */
function isAmong(said: ReadonlySet<string>, sentence: string): boolean {
  const parts = sentence.split('…');
  return [...said].some((one) => {
    let from = 0;
    return parts.every((part) => {
      const at = one.indexOf(part, from);
      from = at + part.length;
      return at !== -1;
    });
  });
}

interface Explained {
  /** Every sentence. */
  readonly said: ReadonlySet<string>;
  /** Each reason for a failure, with the row of the table that gave it. */
  readonly situations: ReadonlySet<string>;
}

/** Everything that the page explains of a session. */
function explained(events: readonly TimedEvent[]): Explained {
  const said = new Set<string>();
  const situations = new Set<string>();
  const diagram = createDiagramBuilder();
  let snapshot = emptySnapshot;
  for (const [index, timed] of events.entries()) {
    const event = { ...timed, seq: index + 1 };
    snapshot = foldEvent(snapshot, event);
    diagram.append(event);
    switch (event.type) {
      case 'entered':
        said.add(explainCall(event.call.name));
        break;
      case 'blocked':
      case 'returned': {
        const lines = snapshot.programs.find(({ name }) => name === event.program)?.lines ?? [];
        const line = lines.findLast((one) => one.kind === 'call' && one.id === event.id);
        if (line?.kind !== 'call') break;
        if (event.type === 'blocked') said.add(explainWait(line, snapshot));
        else if (!event.result.ok) {
          const { id, why, help } = explainError(line.call, event.result.error, snapshot);
          said.add(why).add(help);
          situations.add(`\`${id}\`: ${why}`);
        }
        break;
      }
      case 'sockets':
        for (const { state } of event.changed) if (state !== null) said.add(explainState(state));
        break;
      case 'unreferenced':
        said.add(explainUnreferenced(event.name));
        break;
      case 'segment':
      case 'opened':
      case 'exited':
      case 'dropping':
      case 'reset':
      case 'notice':
      case 'refused':
      case 'closed':
        break;
      default:
        event satisfies never;
    }
  }
  const { rows } = diagram.diagram(events.length);
  for (const { mark } of rows) {
    if (mark.kind !== 'segment') continue;
    said
      .add(explainSegment(mark.segment))
      .add(explainSegment(mark.segment, segmentContext(rows, mark.segment)));
  }
  return { said, situations };
}

describe('what the lab explains is so on the kernel', () => {
  let kernel: LabKernel;
  beforeAll(() => {
    kernel = createLabKernel({ hostReason: process.env[reasonVariable] ?? null });
  });
  afterAll(() => kernel.close());

  const { scripts, diagnostics } = parseLabFile(text, file);

  it('by scripts without a mistake, each with what it shows above it', () => {
    expect(diagnostics).toEqual([]);
    const lines = proofs.filter(({ language }) => language === 'lab').map(({ line }) => line);
    expect(scripts.map(({ line }) => line)).toEqual(lines);
  });

  it.each(scripts.map((script) => [script.line, script] as const))('proofs.md:%i', async (line, script) => {
    const own = proofs.find((proof) => proof.line === line);
    const { result, failure, skips, events } = await runScript(
      kernel,
      { file, text },
      script,
      new AbortController().signal,
    );
    expect(failure).toBeNull();
    if (result === 'skipped' || skips.length > 0) {
      console.warn(`not shown here: ${skips.map(({ reason }) => reason).join('\n')}`);
      return;
    }
    const { said, situations } = explained(events);
    const items = (own?.sentences ?? []).filter((sentence) => !ofStage.test(sentence));
    const expected = items.filter((sentence) => ofSituation.test(sentence));
    expect([...situations].sort()).toEqual(expected.sort());
    const absent = items.filter((sentence) => !ofSituation.test(sentence) && !isAmong(said, sentence));
    expect(absent.length === 0 ? [] : { absent, said: [...said] }).toEqual([]);
  });
});
