import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { constantNames } from '#lib/lab/protocol/names.ts';
import { tcpInfoFieldNames } from '#lib/lab/script/syntax/ast.ts';
import { maxValueBytes } from '#lib/lab/script/syntax/multiply.ts';
import { testScripts } from '#test/scripts/lab-scripts.ts';

const text = readFileSync(new URL('lab-scripts.md', import.meta.url), 'utf8');

describe('every example of the page runs', () => {
  testScripts([{ file: 'docs/lab-scripts.md', text }]);
});

it('names every constant that is offered, and the size of the largest value', () => {
  expect(constantNames.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  expect(text).toContain(`at most ${String(maxValueBytes)} bytes`);
});

it('names every field of a socket', () => {
  expect(tcpInfoFieldNames.filter((name) => !text.includes(`| \`${name}\` |`))).toEqual([]);
});
