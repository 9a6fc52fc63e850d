import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import { knownLab, readGuide } from '#lib/guide/read-guide.ts';
import { testScripts } from '#test/scripts/lab-scripts.ts';

const page = readFileSync(new URL('lab-format.md', import.meta.url), 'utf8');
const example = /^````md\n(.*?)^````$/ms.exec(page)?.[1] ?? '';
const { guide, diagnostics } = readGuide(example, { file: 'docs/lab-format.md' });

it('has an example that is read as the page says', () => {
  expect(diagnostics).toEqual([]);
  expect(guide?.stages.map(({ id, question, part }) => [id, question?.kind, part])).toEqual([
    ['wait', 'choice', { script: 0, from: 0, to: 4 }],
    ['connect', 'typed', { script: 0, from: 4, to: 8 }],
    ['short', undefined, null],
  ]);
});

it('names every key of the front matter', () => {
  for (const key of ['lab', 'title', 'number', 'topics']) expect(page).toContain(`| \`${key}\` |`);
});

it('shows how a card names a stage of it', () => {
  const [label = ''] = /\*\*Lab:\*\* \S+#\w+/.exec(page) ?? [];
  const deck = `---\ndeck: d\ntitle: D\n---\n## Q <!-- id: q -->\nA\n\n${label}\n`;
  const labs = guide === null ? [] : [knownLab(guide)];
  expect(readDeck(deck, { file: 'd.md', labs }).diagnostics).toEqual([]);
});

describe('the example runs', () => {
  testScripts([{ file: 'docs/lab-format.md', text: example }]);
});
