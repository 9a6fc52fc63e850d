import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGuide } from '#lib/guide/read-guide.ts';
import { situations } from '#lib/lab/explain/situations/situations.ts';
import { Python } from '#test/python/snippets.ts';
import {
  byDefinition,
  ofSituation,
  ofStage,
  proofs,
  sentences,
  shownBySteps,
  situationsByDefinition,
} from './proofs.ts';

const pythonMissing = spawnSync('python3', ['--version']).status !== 0;
if (pythonMissing) console.log('The snippets of proofs.md are not run: there is no python3 on this host.');
const preamble = readFileSync(join(import.meta.dirname, 'decks', 'facts', 'preamble.py'), 'utf8');

describe.skipIf(pythonMissing)('what no lab script can show is so in Python', () => {
  let python: Python | null = null;
  beforeAll(() => {
    python = new Python(20);
  });
  afterAll(() => python?.close());

  it.each(
    proofs.filter(({ language }) => language === 'python').map((proof) => [proof.line, proof] as const),
  )('proofs.md:%i', async (_, { code, prints }) => {
    const { out, err } = (await python?.run(preamble + code)) ?? { out: '', err: '' };
    const reason = /^not observable here: (.*)$/m.exec(out)?.[1];
    if (reason === undefined) expect(out.trimEnd() + err).toBe(prints);
    else console.warn(`not shown here: ${reason}`);
  });
});

/** The literals of a source that are sentences, with what is filled in as a gap; a way out is not one that needs a proof. */
function sentencesIn(source: string): RegExp[] {
  const code = source.replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, '');
  const literals = code.matchAll(
    /(help:\s*)?(?:'((?:[^'\\\n]|\\.)+)'|"((?:[^"\\\n]|\\.)+)"|`((?:[^`\\]|\\.)+)`)/g,
  );
  return [...literals].flatMap(([, help, single, double, template]) => {
    const literal = (single ?? double ?? template ?? '').replaceAll(/\\(.)/g, '$1').trim();
    if (help !== undefined || !/^[A-Z`$].* .*\.(?:\$\{\w+\})?$/.test(literal)) return [];
    const parts = template === undefined ? [literal] : literal.split(/\$\{(?:[^{}`]|`[^`]*`)*\}/);
    return [new RegExp(parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*'))];
  });
}

const folder = 'lib/lab/explain';
/** What Windows does cannot run here; the file names the documentation that says so. */
const ofWindows = 'error-numbers.ts';
const explanations = readdirSync(folder)
  .filter((name) => /(?<!\.test)\.ts$/.test(name) && name !== ofWindows)
  .flatMap((name) => sentencesIn(readFileSync(join(folder, name), 'utf8')));

describe('every sentence has a proof:', () => {
  it('each explanation of the lab', () => {
    expect(explanations.length).toBeGreaterThan(50);
    const known = [...sentences, ...byDefinition];
    expect(explanations.filter((one) => !known.some((sentence) => one.test(sentence))).map(String)).toEqual(
      [],
    );
  });

  it('and nothing is proven, or taken for a definition, that the lab does not say', () => {
    const ofRow = (sentence: string) => ofStage.test(sentence) || ofSituation.test(sentence);
    const said = [...sentences.filter((sentence) => !ofRow(sentence)), ...byDefinition];
    const helps = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const isSaid = (sentence: string) =>
      explanations.some((one) => one.test(sentence)) || helps.some((source) => source.includes(sentence));
    expect(said.filter((sentence) => !isSaid(sentence))).toEqual([]);
  });

  it('each row of the table of errors, by its own name', () => {
    const shown = sentences.flatMap((sentence) => ofSituation.exec(sentence)?.[1] ?? []);
    const ids = situations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !shown.includes(id) && !situationsByDefinition.includes(id))).toEqual([]);
    expect([...shown, ...situationsByDefinition].filter((id) => !ids.includes(id))).toEqual([]);
    expect(situationsByDefinition.filter((id) => shown.includes(id))).toEqual([]);
  });

  it('and says the reason as the row does', () => {
    const reasons = new Map(situations.map(({ id, why }) => [id, why]));
    const differs = sentences.filter((sentence) => {
      const [, id = '', reason] = ofSituation.exec(sentence) ?? [];
      const why = reasons.get(id);
      return typeof why === 'string' && why !== reason;
    });
    expect(differs).toEqual([]);
  });

  const labs = join(import.meta.dirname, 'labs');
  const stages = readdirSync(labs)
    .map((name) => readGuide(readFileSync(join(labs, name), 'utf8'), { file: name }).guide)
    .flatMap((guide) =>
      guide === null ? [] : guide.stages.map((stage) => ({ ...stage, key: `${guide.lab}#${stage.id}` })),
    );
  /** The text of each Why. */
  const whys = new Map(
    readdirSync(labs).flatMap((name) => {
      const lab = name.replace(/\.md$/, '');
      return readFileSync(join(labs, name), 'utf8')
        .split(/^## /m)
        .slice(1)
        .map((stage): [string, string] => [
          `${lab}#${/<!-- id: ([a-z0-9-]+)/.exec(stage)?.[1] ?? ''}`,
          (/^\*\*Why:\*\* ([^]*?)(?=\n\n\*\*|\n*$(?![^]))/m.exec(stage)?.[1] ?? '').replaceAll(/\s+/g, ' '),
        ]);
    }),
  );

  it('each Why of a lab, by the steps above it or by more', () => {
    const shown = new Set([
      ...shownBySteps,
      ...sentences.map((sentence) => ofStage.exec(sentence)?.[1] ?? ''),
    ]);
    const having = stages.filter(({ why }) => why !== null).map(({ key }) => key);
    expect(having.filter((key) => !shown.has(key))).toEqual([]);
    const unable = stages.filter(({ key, part }) => shownBySteps.includes(key) && part === null);
    expect(unable.map(({ key }) => key)).toEqual([]);
    expect(shownBySteps.filter((key) => !having.includes(key))).toEqual([]);
  });

  it('and what is proven of a Why is what it says', () => {
    const quoted = sentences.flatMap((sentence) => {
      const [, key, said] = ofStage.exec(sentence) ?? [];
      return key === undefined || said === undefined ? [] : [{ key, said }];
    });
    expect(quoted.length).toBeGreaterThan(5);
    expect(quoted.filter(({ key, said }) => !(whys.get(key) ?? '').includes(said))).toEqual([]);
  });
});
