import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { expectationWords, stepWords } from '#lib/guide/step-words.ts';
import { parseLabFile } from '#lib/lab/script/read-scripts.ts';
import type { LabScript, Step } from '#lib/lab/script/syntax/ast.ts';

function scriptsOf(text: string): readonly LabScript[] {
  return parseLabFile(text, 'lab.md').scripts;
}

function wordsOf(step: Step): string[] {
  if (step.kind !== 'call') return [stepWords(step)];
  return step.expectation === null ? [] : [expectationWords(step.expectation)];
}

const setUp = `server> s = socket()
client> c = socket()
`;

it.each([
  ['state s LISTEN queue 2/1', '`s` is LISTEN, 2 connections in its queue (backlog 1)'],
  ['state c ESTABLISHED unacknowledged 1', '`c` is ESTABLISHED, 1 byte in the send buffer'],
  [
    'state c ESTABLISHED retransmissions >=3 rto >=800',
    '`c` is ESTABLISHED, at least 3 retransmissions, a retransmission timeout of at least 800 ms',
  ],
  ['state peer of c SYN-RECEIVED', 'The other end of `c` is SYN-RECEIVED'],
  [
    'segments client SYN lost, client SYN lost again, server SYN ACK',
    'Client sends SYN (dropped), then client sends SYN again (dropped), then server sends SYN ACK',
  ],
  ['segments none', 'No segment is sent'],
  ['lose all to c', 'From now on every segment to `c` is dropped'],
  ['lose nothing to c', 'From now on every segment to `c` arrives'],
  ['lose handshake to s', 'Segments with SYN to `s` are dropped'],
  ['lose next 1 from c', 'The next segment with data from `c` is dropped'],
  ['lose 25% from c', '25 % of the segments with data from `c` are dropped'],
  ['exit server', 'The program server ends'],
  ['wait 1s', 'Time passes: 1 s'],
  ['reset', 'Everything begins again, in a fresh network'],
])('says “%s” in words', (line, words) => {
  const steps = scriptsOf(`\`\`\`lab\n${setUp}${line}\n\`\`\`\n`)[0]?.steps ?? [];
  expect(steps.slice(2).flatMap(wordsOf)).toEqual([words]);
});

it.each([
  ["returns (_, ('127.0.0.1', _))", "returns `(…, ('127.0.0.1', …))`"],
  ['returns _', 'returns'],
  ['raises ENOTCONN', 'raises `ENOTCONN`'],
  ['blocks', 'waits'],
])('says what a call comes to: %s', (line, words) => {
  const steps = scriptsOf(`\`\`\`lab\n${setUp}server> s.accept()\n${line}\n\`\`\`\n`)[0]?.steps ?? [];
  expect(steps.slice(2).flatMap(wordsOf)).toEqual([words]);
});

it('leaves no word of the language of scripts in what a student reads of any lab', () => {
  const labs = readdirSync('content/labs').filter((file) => file.endsWith('.md'));
  const words = labs.flatMap((file) =>
    scriptsOf(readFileSync(`content/labs/${file}`, 'utf8')).flatMap(({ steps }) => steps.flatMap(wordsOf)),
  );
  expect(words.length).toBeGreaterThan(80);
  const ofScripts = /\b(state|lose|within|blocks|peer of)\b|(^|[^\w`'])_([^\w]|$)|[<>]=?/;
  expect(words.filter((text) => ofScripts.test(text))).toEqual([]);
});
