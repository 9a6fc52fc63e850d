import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkClientImports, clientImports } from './client-imports.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-pages-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What is found in a page of these lines, next to a client module with a component, a function and a constant. */
function found(page: string, files: Readonly<Record<string, string>> = {}): string[] {
  const client = `'use client';
export function Clock() { return null; }
export function format() { return ''; }
export const zone = 'UTC';
export interface Zone { format: string }
`;
  const all = { 'app/page.tsx': page, 'components/clock.tsx': client, ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { problems } = clientImports(folder);
  return problems.map((problem) => problem.slice(0, problem.indexOf('` comes')));
}

it('lets a server component render what a client module exports, and take its types', () => {
  const page = `import { Clock, type Zone } from '#components/clock.tsx';
export default function Page({ format }: Zone) {
  return <Clock format={format}><b /></Clock>;
}
`;
  expect(found(page.replaceAll('format', 'text'))).toEqual([]);
  expect(found(page)).toEqual([]);
});

it.each([
  ['calls a function', 'format', 'const text = format();'],
  ['passes a function on', 'format', '[1].map(format);'],
  ['reads a constant', 'zone', 'const text = { zone: zone };'],
  ['calls a component', 'Clock', 'const text = Clock();'],
])('reports a server component that %s of a client module', (_, name, line) => {
  expect(found(`import { ${name} } from '#components/clock.tsx';\n${line}\n`)).toEqual([
    `app/page.tsx:2 \`${name}`,
  ]);
});

it('looks into what server components import, up to the next client module', () => {
  const between = `import { format } from './clock.tsx';\nexport const text = format();\n`;
  const page = "import { text } from '../components/text.ts';\nexport default () => text;\n";
  expect(found(page, { 'components/text.ts': between })).toEqual(['components/text.ts:2 `format']);
  expect(found(page, { 'components/text.ts': `'use client';\n${between}` })).toEqual([
    'app/page.tsx:2 `text',
  ]);
  expect(found(`'use client';\n${page}`, { 'components/text.ts': between })).toEqual([]);
});

it('finds nothing in the pages of this site', () => {
  expect(checkClientImports()).toEqual({ ok: true, output: '' });
});
