import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureNames } from '#lib/lab/script/measures.ts';
import { testScripts } from '../scripts/lab/test-scripts.fixture.ts';

const text = readFileSync(new URL('lab-scripts.md', import.meta.url), 'utf8');

describe('every example of the page runs', () => {
  testScripts([{ file: 'docs/lab-scripts.md', text }]);
});

it('names every measure of a socket', () => {
  expect(measureNames.filter((name) => !text.includes(`| \`${name}\` |`))).toEqual([]);
});
