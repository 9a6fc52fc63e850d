import { describe, expect, it } from 'vitest';
import type { Guide } from '#lib/guide/guide.ts';
import { readGuide } from '#lib/guide/read-guide.ts';

const source = `---
lab: echo
title: "Echo: from start to end"
number: 2
topics: [20, 3]
---

# Echo

What this is about, with \`code\`.

## Listen \`here\` <!-- id: listen -->
The server gets ready.

\`\`\`lab
server> s = socket(AF_INET, SOCK_STREAM)  # a comment
server> s.bind(('127.0.0.1', 65000))

server> s.accept()
# between
raises EINVAL
\`\`\`

Prose below the script.

## Wait <!-- id: wait -->
Nobody has come.

- [x] It waits.
- [ ] It returns. — no

Said of the choices.

\`\`\`lab continued
server> s.listen()
server> s.accept()
blocks
\`\`\`

**Why:** There is nobody.

## Only prose <!-- id: prose -->
Text.

## Anew <!-- id: anew -->
What is its number?

\`\`\`lab as-root
client> c = socket()
exit client
\`\`\`

**Answer:** 3

**Also accept:** three
`;

function guideOf(text: string): Guide {
  const { guide, diagnostics } = readGuide(text, { file: 'content/labs/echo.md' });
  expect(diagnostics).toEqual([]);
  if (guide === null) throw new Error('there is no guide');
  return guide;
}

describe('a lab becomes what the format says', () => {
  const guide = guideOf(source);

  it('has what its front matter says, and an introduction', () => {
    expect(guide).toMatchObject({
      lab: 'echo',
      title: 'Echo: from start to end',
      number: 2,
      topics: [3, 20],
      file: 'content/labs/echo.md',
      introduction: '<p>What this is about, with <code>code</code>.</p>',
    });
  });

  it('shows prose without the scripts', () => {
    expect(guide.stages[0]).toMatchObject({
      id: 'listen',
      line: 12,
      title: 'Listen <code>here</code>',
      text: 'Listen here',
      prose: '<p>The server gets ready.</p>\n<p>Prose below the script.</p>',
      question: null,
      why: null,
    });
  });

  it('asks choices, and answers to be typed, below their prose', () => {
    expect(guide.stages[1]).toMatchObject({
      prose: '<p>Nobody has come.</p>',
      question: {
        kind: 'choice',
        question: null,
        options: [
          { text: 'It waits.', right: true, feedback: null },
          { text: 'It returns.', right: false, feedback: 'no' },
        ],
        explanation: '<p>Said of the choices.</p>',
      },
      why: '<p>There is nobody.</p>',
    });
    expect(guide.stages[3]).toMatchObject({
      prose: '<p>What is its number?</p>',
      question: { kind: 'typed', question: null, accepted: [{ text: '3' }, { text: 'three' }] },
    });
  });

  it('runs one script through several stages', () => {
    expect(guide.stages.map(({ part }) => part)).toEqual([
      { script: 0, from: 0, to: 3 },
      { script: 0, from: 3, to: 5 },
      null,
      { script: 1, from: 0, to: 2 },
    ]);
    expect(
      guide.scripts.map(({ script: { line, asRoot, isBroken } }) => ({ line, asRoot, isBroken })),
    ).toEqual([
      { line: 15, asRoot: false, isBroken: false },
      { line: 48, asRoot: true, isBroken: false },
    ]);
  });

  it('gives the source of each step with its expectation', () => {
    expect(guide.scripts[0]?.texts).toEqual([
      'server> s = socket(AF_INET, SOCK_STREAM)  # a comment',
      "server> s.bind(('127.0.0.1', 65000))",
      'server> s.accept()\nraises EINVAL',
      'server> s.listen()',
      'server> s.accept()\nblocks',
    ]);
  });

  it('is data that a browser can be sent', () => {
    expect(JSON.parse(JSON.stringify(guide))).toEqual(guide);
  });

  it('is the same with CRLF and a byte order mark, but for offsets', () => {
    const windows = guideOf(`\ufeff${source.replaceAll('\n', '\r\n')}`);
    expect(windows.stages).toEqual(guide.stages);
    expect(windows.scripts.map(({ texts }) => texts)).toEqual(guide.scripts.map(({ texts }) => texts));
  });
});
