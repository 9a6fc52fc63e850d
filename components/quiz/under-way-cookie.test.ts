import { afterEach, expect, it, vi } from 'vitest';
import { rememberUnderWay, underWayOf } from './under-way-cookie.ts';

afterEach(() => vi.unstubAllGlobals());

/** The cookies that are written, in place of a browser's jar. */
function jar(): string[] {
  const written: string[] = [];
  vi.stubGlobal('document', {
    location: { protocol: 'http:' },
    set cookie(text: string) {
      written.push(text);
    },
  });
  return written;
}

it('the server reads how far a quiz is from what the page wrote', () => {
  const written = jar();
  const progress = { mode: 'test', answered: 3, questions: 20 } as const;
  rememberUnderWay('small', progress);
  rememberUnderWay('small', 'result');
  rememberUnderWay('small', null);
  const values = written.map((text) => /^under-way-small=([^;]*); path=\//.exec(text)?.[1]);
  expect(values.map(underWayOf)).toEqual([progress, 'result', null]);
  expect(written.map((text) => /max-age=(\d+)/.exec(text)?.[1])).toEqual(['31536000', undefined, '0']);
});

it('a value that the page does not write says nothing', () => {
  for (const value of [undefined, '', '1', 'quiz', 'quiz.3', 'exam.3.20', 'quiz.3.x', 'quiz.3.20.1'])
    expect(underWayOf(value)).toBeNull();
});
