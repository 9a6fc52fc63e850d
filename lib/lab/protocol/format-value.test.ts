import { execFileSync, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { formatShortValue, formatValue } from '#lib/lab/protocol/format-value.ts';
import { toBase64 } from '#lib/lab/protocol/encode-value.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

const bytes = (text: string): PythonValue => ({ bytes: toBase64(Buffer.from(text, 'latin1')) });

it.each<[PythonValue, string]>([
  [null, 'None'],
  [true, 'True'],
  [-7, '-7'],
  [{ int: '123456789012345678901' }, '123456789012345678901'],
  [{ float: 1 }, '1.0'],
  ['it', "'it'"],
  ["it's", '"it\'s"'],
  [bytes("it's"), 'b"it\'s"'],
  [bytes('it\'s "b"'), "b'it\\'s \"b\"'"],
  [bytes('\0a\x7f\xff\r\n\t\\'), "b'\\x00a\\x7f\\xff\\r\\n\\t\\\\'"],
  [{ bytes: toBase64(Buffer.from('x')), times: 1000 }, "b'x' * 1000"],
  [{ constant: 'AF_INET' }, 'AF_INET'],
  [{ flags: ['POLLIN', 'POLLHUP'] }, 'POLLIN | POLLHUP'],
  [{ tuple: [] }, '()'],
  [{ tuple: [1] }, '(1,)'],
  [{ tuple: [{ socket: 4 }, { tuple: ['127.0.0.1', 5] }] }, "(<socket fd=4>, ('127.0.0.1', 5))"],
  [[{ tuple: [3, 1] }, 2], '[(3, 1), 2]'],
  [{ socket: -1 }, '<socket [closed]>'],
])('shows %j as Python does', (value, shown) => {
  expect(formatValue(value)).toBe(shown);
});

const hasPython = spawnSync('python3', ['--version']).status === 0;

it.skipIf(!hasPython)('writes strings, bytes and floats exactly as Python itself', () => {
  const texts = [
    'a',
    "'",
    '"',
    '\'"',
    '\\',
    '\u0000\u001f\u007f\u0080\u00a0\u00ad é 漢 😀 \u200b\u2028\ue000\u{e0001}',
  ];
  const floats = [
    0,
    0.1,
    1 / 3,
    5,
    1e15,
    1e16,
    1.5e16,
    123456789.125,
    1e21,
    1e22,
    1e-4,
    1.25e-4,
    1e-5,
    5e-324,
    -2.5,
  ];
  const program =
    'import json,sys\nfor k, v in json.load(sys.stdin):\n print(ascii(repr(v if k == "s" else v.encode("latin1") if k == "b" else float(v))))';
  const input = [
    ...texts.map((text) => ['s', text]),
    ...texts.slice(0, 5).map((text) => ['b', text]),
    ...floats.map((float) => ['f', float]),
  ];
  const said = execFileSync('python3', ['-c', program], { input: JSON.stringify(input), encoding: 'utf8' });
  const shown = input.map(([kind, value]) =>
    formatValue(
      kind === 's' ? String(value) : kind === 'b' ? bytes(String(value)) : { float: Number(value) },
    ),
  );
  const ascii = execFileSync(
    'python3',
    ['-c', 'import json,sys\nfor s in json.load(sys.stdin): print(ascii(s))'],
    {
      input: JSON.stringify(shown),
      encoding: 'utf8',
    },
  );
  expect(ascii).toBe(said);
});

it('cuts what is long, and says how long it is', () => {
  expect(formatShortValue(bytes('x'.repeat(1000)))).toBe(`b'${'x'.repeat(60)}'… (1000 bytes)`);
  expect(formatShortValue('y'.repeat(1000))).toHaveLength(241);
});
