import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import type { AnswerText } from '#lib/cards/prompt.ts';
import { processorMs } from '#test/processor-ms.ts';
import { deckAnswers } from './deck-answers.ts';
import { gradeText } from './grade-text.ts';

const none = deckAnswers([]);

/** In backticks it is code, as in a deck. */
function answer(text: string): AnswerText {
  return text.startsWith('`') ? { text: text.slice(1, -1), isCode: true } : { text, isCode: false };
}

function graded(typed: string, accepted: readonly string[], not: readonly string[] = [], others = none) {
  return gradeText(
    typed,
    { accepted: accepted.map(answer), not: not.map(answer), parentheses: 'same' },
    others,
  );
}

function verdicts(typed: readonly string[], accepted: readonly string[]) {
  return typed.map((text) => [text, graded(text, accepted).verdict]);
}

function all(typed: readonly string[], verdict: string) {
  return typed.map((text) => [text, verdict]);
}

describe('code', () => {
  it('is right whatever its spacing, quotation marks, backticks and empty parentheses', () => {
    const listen = [
      'listen',
      'listen()',
      ' listen ( ) ',
      '`listen()`',
      'listen().',
      '.listen()',
      'ｌｉｓｔｅｎ()',
    ];
    expect(verdicts(listen, ['`listen()`'])).toEqual(all(listen, 'right'));
    const bytes = [
      `b"Hello"`,
      `B'Hello'`,
      `b'''Hello'''`,
      `b‘Hello’`,
      `b'\\x48ello'`,
      `rb'Hello'`,
      `>>> b'Hello'`,
    ];
    expect(verdicts(bytes, [`\`b'Hello'\``])).toEqual(all(bytes, 'right'));
    const loop = ['not data', 'not(data)', 'not  data:', '( data ) == b""', "data==b''"];
    expect(verdicts(loop, ['`not data`', "`data == b''`"])).toEqual(all(loop, 'right'));
    const limit = ['1024', '1_024', '0x400', '0b100_0000_0000', '1024.0'];
    expect(verdicts(limit, ['`1024`'])).toEqual(all(limit, 'right'));
  });

  it('is right as Python prints an exception', () => {
    expect(
      graded('socket.gaierror: [Errno -2] Name or service not known', ['`socket.gaierror`']).verdict,
    ).toBe('right');
    expect(graded('OSError: [Errno 98] Address already in use', ['`TypeError`']).verdict).toBe('wrong');
  });

  it('has no tolerance for typing errors', () => {
    const wrong = ['lisen()', 'listenn', 'lsiten()', 'list()', 'listen[]', 'listen)(', "'listen'", ''];
    expect(verdicts(wrong, ['`listen()`'])).toEqual(all(wrong, 'wrong'));
    expect(verdicts(['AF_INET6', 'AFINET', 'AF-INET'], ['`AF_INET`'])).toEqual(
      all(['AF_INET6', 'AFINET', 'AF-INET'], 'wrong'),
    );
    const bytes = ["'Hello'", "b'Hello '", "b'hello'", "b'Hell0'", "b'Hello", 'Hello'];
    expect(verdicts(bytes, ["`b'Hello'`"])).toEqual(all(bytes, 'wrong'));
    expect(graded('127.0.0.10', ['`127.0.0.1`']).verdict).toBe('wrong');
  });

  it('is left to the student where its letter case, a receiver, arguments or a word next to it differ', () => {
    expect(graded('Listen()', ['`listen()`'])).toMatchObject({
      verdict: 'close',
      note: { kind: 'letter-case' },
    });
    expect(graded('self.sock.listen', ['`listen()`'])).toMatchObject({
      verdict: 'close',
      note: { kind: 'receiver', receiver: 'self.sock' },
    });
    expect(graded('s.listen(f(5))', ['`listen()`'])).toMatchObject({
      verdict: 'close',
      note: { kind: 'arguments' },
    });
    expect(graded('use listen()', ['`listen()`'])).toMatchObject({
      verdict: 'close',
      note: { kind: 'more-words' },
    });
    for (const spoken of ['Type error', 'typeError', 'Type'])
      expect(graded(spoken, ['`TypeError`']).verdict, spoken).toBe('close');
    const wrong = [
      'None(5)',
      'x.listen().accept()',
      'listen(5).accept(6)',
      'not listen',
      'bind() or listen()',
    ];
    expect(verdicts(wrong, ['`listen()`', '`None`'])).toEqual(all(wrong, 'wrong'));
  });

  it('may be named with a word for what it is, and nothing else', () => {
    const right = ['the listen() call', 'The method listen', 'a listen() function', 'it returns None'];
    expect(verdicts(right, ['`listen()`', '`None`'])).toEqual(all(right, 'right'));
    const error = ['an OSError', 'OSError exception', 'the exception socket.error', 'raises OSError'];
    expect(verdicts(error, ['`OSError`', '`socket.error`'])).toEqual(all(error, 'right'));
    const wrong = [
      'no OSError',
      'OSError or TypeError',
      'the call accept()',
      'an OSError object it raises too',
    ];
    expect(verdicts(wrong, ['`OSError`', '`listen()`'])).toEqual(all(wrong, 'wrong'));
  });

  it('goes with prose in which a typing error is never right by itself', () => {
    expect(graded('emtpy bytes', ["`b''`", 'empty bytes'])).toMatchObject({
      verdict: 'close',
      note: { kind: 'near' },
    });
    expect(graded('Empty Bytes', ["`b''`", 'empty bytes']).verdict).toBe('right');
  });
});

describe('a number', () => {
  it('is right however it is written', () => {
    const ways = [
      '65535',
      '65,535',
      '65 535',
      '65_535',
      "65'535",
      '0xFFFF',
      '0XffFf',
      '65535.',
      '+65535',
      '065535',
    ];
    expect(verdicts(ways, ['65535'])).toEqual(all(ways, 'right'));
    const sums = [
      '2**16 - 1',
      '2^16-1',
      '2¹⁶−1',
      '65536-1',
      '256 × 256 - 1',
      '65535.0',
      '6.5535e4',
      '"65535"',
    ];
    expect(verdicts(sums, ['65,535'])).toEqual(all(sums, 'right'));
    const words = ['thirty-two', 'Thirty Two', '32bits', '32 bits', '32'];
    expect(verdicts(words, ['32', '32 bits'])).toEqual(all(words, 'right'));
    expect(graded('two hundred and fifty-five', ['255']).verdict).toBe('right');
    expect(graded('4', ['four']).verdict).toBe('right');
  });

  it('is wrong with another value, and never a slip', () => {
    const wrong = [
      '65536',
      '6553',
      '655355',
      '-65535',
      '6.5535',
      '65 53 5',
      '65,5,35',
      '2**16',
      '0-65535',
      '0x',
      '',
    ];
    expect(verdicts(wrong, ['65535'])).toEqual(all(wrong, 'wrong'));
    expect(verdicts(['seventy', 'seventen', 'eighteen'], ['seventeen'])).toEqual(
      all(['seventy', 'seventen', 'eighteen'], 'wrong'),
    );
    expect(graded('127.0.0.10', ['127.0.0.1']).verdict).toBe('wrong');
    expect(graded('127.00.1', ['127.0.0.1']).verdict).toBe('wrong');
  });

  it('is left to the student with a word next to it, but not with another number or a no', () => {
    for (const typed of ['32 bit', 'about 32', '32 bytes long']) {
      expect([typed, graded(typed, ['32'])]).toEqual([
        typed,
        expect.objectContaining({ verdict: 'close', note: { kind: 'near' } }),
      ]);
    }
    const wrong = ['32 or 64', 'not 32', '32 x 2', '32 to 64 bits', "isn't 32", '32 b c d e'];
    expect(verdicts(wrong, ['32'])).toEqual(all(wrong, 'wrong'));
  });
});

describe('prose', () => {
  it('says its numbers in words or in digits', () => {
    const right = ['Thirty-two bits', '32 bits', 'the thirty two bits'];
    expect(verdicts(right, ['32 bits'])).toEqual(all(right, 'right'));
    const sums = ['2 + 1 = 3', '2+1=3'];
    expect(verdicts(sums, ['3'])).toEqual(all(sums, 'right'));
    const wrong = ['thirty-three bits', 'thirty bits two'];
    expect(verdicts(wrong, ['32 bits'])).toEqual(all(wrong, 'wrong'));
    expect(verdicts(['2 + 2 = 3', '3 = 2'], ['3'])).toEqual(all(['2 + 2 = 3', '3 = 2'], 'wrong'));
  });

  it('may be named with a word for what it is, or in two ways at once', () => {
    expect(graded('the ESTABLISHED state', ['ESTABLISHED']).verdict).toBe('right');
    expect(graded('not the ESTABLISHED state', ['ESTABLISHED']).verdict).toBe('wrong');
    const both = ['TCP', 'Transmission Control Protocol'];
    expect(graded('transmission control protocol (TCP)', both).verdict).toBe('right');
    expect(graded('transmission control protocol (UDP)', both).verdict).toBe('close');
    expect(graded('"."', ['.']).verdict).toBe('right');
  });

  it('is right whatever its letter case, articles, punctuation, dashes and width', () => {
    const ways = [
      'TIME-WAIT',
      'time_wait',
      'Time wait',
      'the TIME–WAIT!',
      '“TIME/WAIT”',
      'ＴＩＭＥ　ＷＡＩＴ',
      'TIME\u00adWAIT-',
    ];
    expect(verdicts(ways.slice(0, 6), ['TIME-WAIT'])).toEqual(all(ways.slice(0, 6), 'right'));
    expect(graded('FIN_WAIT_1', ['FIN-WAIT-1']).verdict).toBe('right');
    expect(graded('client’s kernel.', ["The client's kernel"]).verdict).toBe('right');
    expect(graded('"127.0.0.1".', ['127.0.0.1']).verdict).toBe('right');
  });

  it('is a slip with one edit from 5 letters, two from 9, where a swap is one', () => {
    expect(verdicts(['prot', 'ports', 'pot'], ['port'])).toEqual([
      // Too short for a slip, and plainly one: the student says so.
      ['prot', 'close'],
      ['ports', 'wrong'],
      ['pot', 'wrong'],
    ]);
    expect(verdicts(['adress', 'addresss', 'addrses', 'aderss'], ['address'])).toEqual([
      ['adress', 'slip'],
      ['addresss', 'slip'],
      ['addrses', 'slip'],
      ['aderss', 'wrong'],
    ]);
    expect(verdicts(['file discripter', 'filedescriptor'], ['file descriptor'])).toEqual([
      ['file discripter', 'slip'],
      ['filedescriptor', 'slip'],
    ]);
  });

  it('never lets an edit touch a digit', () => {
    const wrong = ['FIN-WAIT-2', 'FIN-WAIT', 'FIN-WAIT-11', 'FIN-WAIT-I', 'FIN-1-WAIT'];
    expect(verdicts(wrong, ['FIN-WAIT-1'])).toEqual(all(wrong, 'wrong'));
    expect(graded('FIN-WIAT-1', ['FIN-WAIT-1']).verdict).toBe('slip');
  });

  it('is wrong where an edit makes another word of it, or turns it round', () => {
    const pairs = [
      ['asynchronous', 'synchronous'],
      ['reliable stream', 'unreliable stream'],
      ['decrement', 'increment'],
      ['not connected', 'new connected'],
      ['transmits', 'retransmits'],
    ] as const;
    for (const [typed, right] of pairs)
      expect([typed, graded(typed, [right]).verdict]).toEqual([typed, 'wrong']);
    expect(graded('ddress', ['address']).verdict).toBe('slip');
  });

  it('is left to the student with up to three words more, none of which turns it round', () => {
    for (const typed of [
      'integer file descriptor',
      'its file descriptor number',
      'file descriptor (a small integer)',
    ]) {
      expect([typed, graded(typed, ['file descriptor'])]).toEqual([
        typed,
        expect.objectContaining({ verdict: 'close', note: { kind: 'more-words' } }),
      ]);
    }
    const wrong = [
      'not a file descriptor',
      'file descriptor or port',
      'no file descriptor',
      "isn't file descriptor",
      'descriptor file',
      'file one two three four descriptor',
    ];
    expect(verdicts(wrong, ['file descriptor'])).toEqual(all(wrong, 'wrong'));
  });

  it('is left to the student where each word is nearly right but the whole is not', () => {
    expect(graded('Transmition Controle Protocole', ['Transmission Control Protocol'])).toMatchObject({
      verdict: 'close',
      note: { kind: 'near' },
    });
  });
});

describe('what is wrong', () => {
  it.each([
    ['close()', '5', { kind: 'sort', typed: 'call', expected: 'number' }],
    ['5', 'ENOTCONN', { kind: 'sort', typed: 'number', expected: 'errno' }],
    ['EPIPE', '`BrokenPipeError`', { kind: 'sort', typed: 'errno', expected: 'exception' }],
    ['the kernel', '127.0.0.1', { kind: 'sort', typed: 'phrase', expected: 'address' }],
    ['127.0.0.1', '`listen()`', { kind: 'sort', typed: 'address', expected: 'call' }],
    ['70000', '65535', { kind: 'number', isTooHigh: true }],
    ['2**10', '65536', { kind: 'number', isTooHigh: false }],
    ['bind()', '`listen()`', null],
    ['bind', '`listen()`', null],
    ['the client', 'the kernel', null],
    ['', '5', null],
  ] as const)('says how %j differs from %j', (typed, right, note) => {
    const { verdict, note: said } = graded(typed, [right]);
    expect({ verdict, said }).toEqual({ verdict: 'wrong', said: note });
  });

  it('is of no other sort where one of the accepted answers is of its sort', () => {
    expect(graded('7', ['five', '5']).note).toEqual({ kind: 'number', isTooHigh: true });
    expect(graded('7', ['`ENOTCONN`', '107']).note).toBeNull();
  });

  it('is reported when the author names it, by the rules of right answers', () => {
    expect(
      graded('GETHOSTNAME ()', ['`getsockname()`'], ['`getpeername()`', '`gethostname()`']).note,
    ).toBeNull();
    expect(
      graded('gethostname ()', ['`getsockname()`'], ['`getpeername()`', '`gethostname()`']),
    ).toMatchObject({
      verdict: 'wrong',
      note: { kind: 'not', index: 1 },
    });
    expect(graded('10,000', ['1024'], ['10000'])).toMatchObject({ note: { kind: 'not', index: 0 } });
    expect(graded('listen(5)', ['`listen()`'], ['`listen(5)`'])).toMatchObject({
      verdict: 'wrong',
      note: { kind: 'not', index: 0 },
    });
  });

  it('is the named one where it lies nearer to that than to the right one', () => {
    expect(graded('receiver bufer', ['receivers buffer'], ['receiver buffer'])).toMatchObject({
      verdict: 'wrong',
      note: { kind: 'not', index: 0 },
    });
    expect(graded('receivers bufer', ['receivers buffer'], ['receiver buffer']).verdict).toBe('slip');
  });

  it('is a right answer that names a wrong one next to it, unless that is in brackets', () => {
    expect(graded('TCP and UDP', ['TCP'], ['UDP'])).toMatchObject({
      verdict: 'wrong',
      note: { kind: 'not', index: 0 },
    });
    expect(graded('TCP (UDP has no streams)', ['TCP'], ['UDP']).verdict).toBe('wrong');
    expect(graded('127.0.0.1 (localhost)', ['127.0.0.1'], ['localhost'])).toMatchObject({ verdict: 'close' });
  });

  it('is shown next to the accepted answer that is nearest', () => {
    expect(graded('SOCK_STREM', ['`socket.SOCK_STREAM`', '`SOCK_STREAM`'])).toMatchObject({
      expected: 'SOCK_STREAM',
      diff: [
        { kind: 'missing', text: 'SOCK_STREAM' },
        { kind: 'extra', text: 'SOCK_STREM' },
      ],
    });
    expect(graded('xyz', ['first', 'second']).expected).toBe('first');
  });
});

describe('an answer to another question of the deck', () => {
  const { deck } = readDeck(
    [
      '---\ndeck: d\ntitle: D\n---',
      '## A <!-- id: a -->\n**Answer:** host name',
      '## B <!-- id: b -->\nThe {{1::clients}} and {{2::hostnames|names}}.',
      '## C <!-- id: c -->\n```python\ns.{{find}}()\n```',
      '## D <!-- id: e -->\n**Answer:**\n- 8080\n- receiver window',
      '## E <!-- id: f -->\n**Answer:** `connect()`\n\n**Also accept:** `c.connect()`\n\n**Not:** receive window',
      '## G <!-- id: h -->\n**Answer:** TCP segment',
      '## F <!-- id: g -->\n```python\ns.{{LISTEN}}()\n```',
    ].join('\n\n'),
    { file: 'd.md' },
  );
  const others = deckAnswers(deck.prompts);
  const of = (typed: string, accepted: readonly string[]) => graded(typed, accepted, [], others);

  it('is wrong, and is reported', () => {
    expect(of('client', ['clients', 'customers']).verdict).toBe('slip');
    expect(of('clients', ['client'])).toMatchObject({
      verdict: 'wrong',
      note: { kind: 'other', answer: 'clients' },
    });
    expect(of('find()', ['`bind()`'])).toMatchObject({
      verdict: 'wrong',
      note: { kind: 'other', answer: 'find' },
    });
    expect(of('8080', ['8081'])).toMatchObject({ verdict: 'wrong', note: { kind: 'other', answer: '8080' } });
  });

  it('is wrong, too, where it is this answer with a word for what that is', () => {
    expect(of('TCP protocol', ['TCP']).verdict).toBe('right');
    expect(of('TCP segment', ['TCP'])).toMatchObject({
      verdict: 'wrong',
      note: { kind: 'other', answer: 'TCP segment' },
    });
    expect(graded('LISTEN state', ['LISTEN'], ['LISTEN state'])).toMatchObject({
      verdict: 'wrong',
      note: { kind: 'not', index: 0 },
    });
  });

  it('is said to mean something else where the deck names it only as a wrong answer', () => {
    expect(of('receive window', ['receiver windows'])).toMatchObject({
      verdict: 'wrong',
      note: { kind: 'another' },
    });
  });

  it('is wrong, too, where what was typed is only nearer to it', () => {
    expect(of('reciever window', ['reader window'])).toMatchObject({ verdict: 'wrong' });
    expect(of('receivr windows', ['receivers windows'])).toMatchObject({ verdict: 'slip' });
    expect(of('receivr window', ['receivers window'])).toMatchObject({
      verdict: 'wrong',
      note: { kind: 'other', answer: 'receiver window' },
    });
  });

  it('is right where the two questions have an answer in common', () => {
    expect(of('c.connect()', ['`connect`'])).toMatchObject({ verdict: 'close', note: { kind: 'receiver' } });
    expect(of('hostnames', ['names', 'hostname'])).toMatchObject({ verdict: 'slip' });
  });

  it('is none where code has only another letter case than prose', () => {
    expect(of('Host', ['`host`'])).toMatchObject({ verdict: 'close', note: { kind: 'letter-case' } });
    expect(of('LISTEN', ['`listen`'])).toMatchObject({
      verdict: 'wrong',
      note: { kind: 'other', answer: 'LISTEN' },
    });
  });
});

describe('whatever is typed', () => {
  const unicode = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.string({ maxLength: 80 }),
    fc
      .array(
        fc.constantFrom(
          '\ud800',
          '\udc00',
          "'",
          '"',
          '\\',
          '`',
          '(',
          ')',
          '1',
          '.',
          ',',
          'a',
          '﷽',
          '\u200b',
          ' ',
        ),
      )
      .map((parts) => parts.join('')),
  );

  it('never fails, and gives a difference that is made of both texts', () => {
    fc.assert(
      fc.property(unicode, unicode, fc.boolean(), (typed, right, isCode) => {
        const { diff, verdict, expected } = gradeText(
          typed,
          { accepted: [{ text: right, isCode }], not: [{ text: 'not', isCode: false }], parentheses: 'same' },
          none,
        );
        expect(expected).toBe(right);
        if (verdict === 'right') {
          expect(diff).toEqual([]);
          return;
        }
        const joined = (...kinds: string[]) =>
          diff.flatMap(({ kind, text }) => (kinds.includes(kind) ? [text] : [])).join('');
        expect(right.trim()).toBe(joined('same', 'missing').trim());
        expect(joined('extra').length).toBeLessThanOrEqual(typed.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes less than 50 ms with 64 kB', () => {
    const accepted = ['`listen()`', "`b'Hello'`", '65535', 'file descriptor', 'x'.repeat(500)];
    for (const unit of [
      "'\\",
      '(',
      'listen() ',
      '1',
      '1,',
      'a b ',
      '﷽',
      '`',
      "b'",
      '. ',
      '\ud800',
      '2**',
      ' ',
      '"""',
      'e\u0301',
    ]) {
      const typed = `x${unit.repeat(65_536 / unit.length)}x`;
      const ms = processorMs(() => graded(typed, accepted, ['not this', '`s`']));
      expect([unit, ms < 50]).toEqual([unit, true]);
    }
  });

  it('takes less than 50 ms with as much as is compared', () => {
    const accepted = ['`listen()`', '65535', 'file descriptor', 'x'.repeat(600), `\`${'(a'.repeat(300)}\``];
    for (const unit of ["'\\", '(', '1,', 'a b ', '﷽', '.', "b'", '2**', '…', ' , ', '(a']) {
      const typed = `x${unit.repeat(590 / unit.length)}x`;
      const ms = processorMs(() => graded(typed, accepted, ['not this', '`s`']));
      expect([unit, ms < 50]).toEqual([unit, true]);
    }
  });
});
