import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseLabFile } from '#lib/lab/script/read-scripts.ts';
import { createLabKernel } from '#server/kernel/create-lab-kernel.ts';
import type { LabKernel } from '#server/kernel/lab-kernel.ts';
import { reasonVariable } from '#server/process/private-command.mjs';
import { runScript } from '../../scripts/lab/run-script.ts';

interface Source {
  readonly file: string;
  readonly text: string;
}

/** Makes a test of every lab script: it passes, or says which expectations this host cannot show. */
export function testScripts(sources: readonly Source[]): void {
  const parsed = sources.map(({ file, text }) => ({ file, text, ...parseLabFile(text, file) }));
  let kernel: LabKernel;
  beforeAll(() => {
    kernel = createLabKernel({ hostReason: process.env[reasonVariable] ?? null });
  });
  afterAll(() => kernel.close());

  it('has scripts, and no mistakes in them', () => {
    const mistakes = parsed
      .flatMap(({ diagnostics }) => diagnostics)
      .filter(({ code }) => code !== 'LAB_SCRIPT_NONE');
    expect(mistakes).toEqual([]);
    expect(parsed.flatMap(({ scripts }) => scripts)).not.toEqual([]);
  });

  for (const { file, text, scripts } of parsed) {
    for (const script of scripts) {
      if (script.isBroken) continue;
      it(`${file}:${String(script.line)}`, async ({ skip }) => {
        const { result, failure, skips, log } = await runScript(
          kernel,
          { file, text },
          script,
          new AbortController().signal,
        );
        const reported =
          failure &&
          `${file}:${String(failure.line)}\nclaimed:  ${failure.expected}\nobserved: ${failure.observed}\n${log.join('\n')}`;
        expect(reported).toBeNull();
        const notShown = skips.map(({ line, reason }) => `${file}:${String(line)}: ${reason}`).join('\n');
        if (notShown !== '') console.warn(`not shown here: ${notShown}`);
        if (result === 'skipped') skip(notShown);
      });
    }
  }
}
