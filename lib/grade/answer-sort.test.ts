import { expect, test } from 'vitest';
import { answerSort, type AnswerSort } from '#lib/grade/answer-sort.ts';

const examples: Readonly<Record<AnswerSort, readonly string[]>> = {
  number: [
    '5',
    '65535',
    '65,535',
    '2**16',
    '1.5',
    '0x10',
    '-1',
    '64 KiB',
    'about 40 ms',
    '60 seconds',
    '30 %',
  ],
  truth: ['True', 'false', 'None'],
  address: [
    '127.0.0.1',
    '0.0.0.0:80',
    '10.0.0.0/8',
    '::1',
    'fe80::1',
    '::',
    'localhost',
    "('127.0.0.1', 65000)",
  ],
  call: ['listen()', 'sock.recv(1024)', "s.bind(('', 80))"],
  exception: ['ConnectionRefusedError', 'socket.timeout', 'KeyboardInterrupt', 'OSError'],
  errno: ['ENOTCONN', 'EADDRINUSE', 'errno.EPIPE', 'EIO'],
  state: ['ESTABLISHED', 'TIME-WAIT', 'LISTEN', 'FIN_WAIT2', 'CLOSE-WAIT'],
  segment: ['SYN', 'SYN-ACK', 'FIN', 'RST'],
  constant: ['SO_REUSEADDR', 'socket.AF_INET', 'TCP_NODELAY'],
  literal: ["b''", '"text"', "b'ab'"],
  code: ['listen', 'sock', 'while True:', 'import socket'],
  phrase: [
    'the kernel',
    'It waits until a client connects',
    'a 16-bit number',
    'Two processes that share a port',
    'calls listen() first',
  ],
};

test.each(Object.entries(examples))('%s is known by its spelling', (sort, texts) => {
  for (const text of texts)
    expect([text, answerSort({ text, isCode: sort !== 'phrase' })]).toEqual([text, sort]);
});

test('words are words, whether or not a sign ends them', () => {
  expect(answerSort({ text: 'The kernel.', isCode: false })).toBe('phrase');
  expect(answerSort({ text: '65535.', isCode: false })).toBe('number');
});
