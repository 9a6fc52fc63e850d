import { expect, it } from 'vitest';
import { type Diagnostic, formatDiagnostic } from '#lib/diagnostics/diagnostic.ts';

const diagnostic: Diagnostic = {
  file: 'content/decks/sockets.md',
  line: 41,
  column: 3,
  length: 4,
  severity: 'error',
  code: 'ORDER_ONE_STEP',
  message: 'an order needs at least two steps',
  help: 'add a step',
};

function lines(place: Partial<Diagnostic>, source: string): string[] {
  return formatDiagnostic({ ...diagnostic, ...place }, source).split('\n');
}

it('prints place, source line, carets and help, as a compiler does', () => {
  expect(formatDiagnostic(diagnostic, '1. only')).toBe(
    [
      'content/decks/sockets.md:41:3 error ORDER_ONE_STEP: an order needs at least two steps',
      ' 41 | 1. only',
      '    |   ^^^^',
      'help: add a step',
    ].join('\n'),
  );
});

it('puts the caret below tabs, wide characters, emoji and combining marks', () => {
  expect(lines({ column: 2, length: 1 }, '\tx')[2]).toBe('    |     ^');
  expect(lines({ column: 3, length: 1 }, '漢字x')[2]).toBe('    |     ^');
  expect(lines({ column: 3, length: 1 }, '😀x')[2]).toBe('    |   ^');
  expect(lines({ column: 3, length: 1 }, 'e\u0301x')[2]).toBe('    |  ^');
});

it('points after the end of a line, and into an empty one', () => {
  expect(lines({ column: 3, length: 1 }, 'ab').slice(1, 3)).toEqual([' 41 | ab', '    |   ^']);
  expect(lines({ column: 1, length: 1 }, '').slice(1, 3)).toEqual([' 41 | ', '    | ^']);
});

it('cuts a long line around the caret', () => {
  const source = `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`;
  const [, shown = '', carets = ''] = lines({ column: 5001, length: 4 }, source);
  expect(shown.length).toBeLessThan(130);
  expect(shown.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE');
  expect(lines({ column: 1, length: 10_004 }, source)[2]?.length).toBeLessThan(130);
});

it('prints control characters as something visible', () => {
  expect(lines({ column: 2, length: 1 }, 'a\u001bb')[1]).toBe(' 41 | a·b');
});
