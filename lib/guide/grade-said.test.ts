import { expect, it } from 'vitest';
import { gradeTyped, shownForms } from '#lib/guide/grade-said.ts';
import { readGuide } from '#lib/guide/read-guide.ts';
import type { CallResult } from '#lib/lab/protocol/messages.ts';

function questionOf(answers: string) {
  const text = `---
lab: asks
title: Asks
number: 1
---

# Asks

## What? <!-- id: what -->
What does it do?

${answers}
\`\`\`lab
server> s = socket()
\`\`\`
`;
  const { guide, diagnostics } = readGuide(text, { file: 'asks.md' });
  const question = guide?.stages[0]?.question ?? null;
  if (question?.kind !== 'typed') throw new Error(JSON.stringify(diagnostics));
  return question;
}

const raised = (exception: string, code: string | null, errno: number | null, text: string): CallResult => ({
  ok: false,
  error: { exception, code, errno, message: errno === null ? text : `[Errno ${String(errno)}] ${text}` },
});
const notConnected = raised('OSError', 'ENOTCONN', 107, 'Transport endpoint is not connected');
const refused = raised('ConnectionRefusedError', 'ECONNREFUSED', 111, 'Connection refused');

it.each([
  'ENOTCONN',
  '107',
  'OSError: [Errno 107] Transport endpoint is not connected',
  'OSError: [Errno 107] Transport endpoint is not connected (ENOTCONN)',
  'OSError [Errno 107] ENOTCONN',
  '[Errno 107] Transport endpoint is not connected',
  'Transport endpoint is not connected',
  'errno 107',
])('takes %s for the error that the page shows so', (text) => {
  const question = questionOf('**Answer:** `ENOTCONN`\n');
  expect(gradeTyped(question, text, [notConnected]).isRight).toBe(true);
  // Without the call it names nothing that is there.
  if (text !== 'ENOTCONN') expect(gradeTyped(question, text, [refused]).isRight).toBe(false);
});

it.each(['106', 'ECONNREFUSED', 'OSError', 'OSError: [Errno 106] Transport endpoint is already connected'])(
  'does not take %s for it',
  (text) => {
    const question = questionOf('**Answer:** `ENOTCONN`\n');
    expect(gradeTyped(question, text, [notConnected, refused].slice(0, 1)).isRight).toBe(false);
  },
);

it('takes the errno for the exception that Python has for it', () => {
  const question = questionOf('**Answer:** `ConnectionRefusedError`\n');
  for (const text of ['ECONNREFUSED', '111', 'Connection refused'])
    expect(gradeTyped(question, text, [refused]).isRight).toBe(true);
});

it('takes what is in a value for the value', () => {
  const question = questionOf("**Answer:** `b'Hello'`\n");
  const hello: CallResult = { ok: true, value: { bytes: btoa('Hello') } };
  for (const text of ["b'Hello'", 'Hello']) expect(gradeTyped(question, text, [hello]).isRight).toBe(true);
  expect(gradeTyped(question, 'Hallo', [hello]).isRight).toBe(false);
});

it('leaves a wrong answer that the author names wrong', () => {
  const question = questionOf('**Answer:** `ENOTCONN`\n\n**Not:** 107 — ask for the name.\n');
  expect(gradeTyped(question, '107', [notConnected]).isRight).toBe(false);
});

it('has the forms of an error without an errno, and of an empty value', () => {
  expect(shownForms(raised('TimeoutError', null, null, 'timed out'))).toEqual([
    'TimeoutError',
    'TimeoutError',
    'timed out',
    'timed out',
    'TimeoutError: timed out',
    'TimeoutError',
    'TimeoutError: timed out',
  ]);
  expect(shownForms({ ok: true, value: { bytes: '' } })).toEqual(["b''"]);
});
