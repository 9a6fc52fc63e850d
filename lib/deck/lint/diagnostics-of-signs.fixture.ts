import { body, card, type Example } from '#lib/deck/lint/diagnostics-examples.fixture.ts';

/** Letters and signs that nobody sees, or takes for others. */
export const signExamples: readonly Example[] = [
  { code: 'CHARACTER_INVISIBLE', source: body('The po\u200drt'), at: '6:7+1', help: 'remove it' },
  { code: 'CHARACTER_INVISIBLE', source: body('```python\nbi\u200bnd()\n```'), at: '7:3+1' },
  { code: 'CHARACTER_INVISIBLE', source: card('Which po\u200brt? <!-- id: q -->', 'A'), at: '5:12+1' },
  { code: 'CHARACTER_INVISIBLE', source: body('a\u2028b'), at: '6:2+1' },
  { code: 'CHARACTER_LOOKALIKE', source: body('**Answer:** S\u0410CK'), at: '6:14+1', help: '`SACK`' },
  { code: 'CHARACTER_LOOKALIKE', source: body('**Answer:** p\u03bfrt'), at: '6:14+1', help: '`port`' },
  { code: 'CHARACTER_LOOKALIKE', source: body('**Answer:** `\u0430\u0441`'), at: '6:14+1', help: '`ac`' },
  { code: 'CHARACTER_LOOKALIKE', source: body('**\u0410nswer:** x'), at: '6:3+1', help: 'write `Answer`' },
  { code: 'CHARACTER_LOOKALIKE', source: body('The {{S\u0423N}} flag'), at: '6:8+1' },
  { code: 'CHARACTER_LOOKALIKE', source: body('- [x] p\u043ert\n- [ ] b'), at: '6:8+1' },
  { code: 'CHARACTER_LOOKALIKE', source: body('Сервер и \u0440ort'), at: '6:10+1', help: '`port`' },
  { code: 'CHARACTER_LOOKALIKE', source: body('```python\nx\u0430 = 1\n```'), at: '7:2+1', help: '`xa`' },
  {
    code: 'CHARACTER_LOOKALIKE',
    source: body('```python\n\u00a0\u00a0x = 1\n```'),
    at: '7:1+2',
    help: 'plain space',
  },
  {
    code: 'CHARACTER_LOOKALIKE',
    source: body('Call `\uff42ind（）`'),
    at: '6:7+1',
    also: ['CHARACTER_LOOKALIKE'],
  },
  { code: 'CHARACTER_LOOKALIKE', source: card('A p\u043ert <!-- id: q -->', 'A'), at: '5:7+1' },
  {
    code: 'CHARACTER_LOOKALIKE',
    source: body('1. `s = socket()`\n2. `s.listen()`\n3. `s.cl\u043ese()`', '; order'),
    at: '8:9+1',
    help: '`close`',
  },
  { code: 'ID_MALFORMED', source: card('Q <!-- id: b\u0456nd -->', 'A'), at: '5:16+1', help: 'write `bind`' },
  {
    code: 'COMMENT_WORD_UNKNOWN',
    source: card('Q <!-- id: q; order, rev: 2 -->', 'A'),
    at: '5:18+10',
    help: '`;`',
  },
];

/** What stands there on purpose, in languages and sciences with letters of their own. */
export const foreignTexts: readonly string[] = [
  '**Answer:** порт',
  '**Answer:** λόγος',
  'Сервер ждёт SYNа, и TCPа.',
  'The angle is αx, 10 µs, 5 kΩ, Δt and ν = 3.',
  '`Ο(n)` is `ν`, and `print("а теперь")` too.',
  'TCP は ＡＣＫ（確認応答）と `ＡＣＫ`。',
  'क\u094d\u200dष, 👩\u200d💻 and 10\u00a0µs',
];
