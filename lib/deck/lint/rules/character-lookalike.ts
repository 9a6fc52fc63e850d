import { body, card, order } from '#lib/deck/lint/base/example-decks.ts';
import { reportSigns } from '#lib/deck/lint/base/lines.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { lookalikesIn } from '#lib/deck/syntax/signs.ts';

export const characterLookalike: Rule = {
  code: 'CHARACTER_LOOKALIKE',
  severity: 'warning',
  message: 'a character of another script looks like the one that was meant',
  help: 'write the character of your keyboard',
  supersedes: { overlapping: ['LAB_ORDER_STEP'] },
  check: (card, report) => {
    reportSigns(card, report, lookalikesIn);
  },
  examples: {
    reported: [
      { deck: body('**Answer:** S⟦\u0410⟧CK'), help: '`SACK`' },
      { deck: body('**Answer:** p⟦\u03bf⟧rt'), help: '`port`' },
      { deck: body('**Answer:** `⟦\u0430⟧\u0441`'), help: '`ac`' },
      { deck: body('**⟦\u0410⟧nswer:** x'), help: 'write `Answer`' },
      body('The {{S⟦\u0423⟧N}} flag'),
      body('- [x] p⟦\u043e⟧rt\n- [ ] b'),
      { deck: body('\u0421\u0435\u0440\u0432\u0435\u0440 \u0438 ⟦\u0440⟧ort'), help: '`port`' },
      { deck: body('```python\nx⟦\u0430⟧ = 1\n```'), help: '`xa`' },
      { deck: body('```python\n⟦\u00a0\u00a0⟧x = 1\n```'), help: 'plain space' },
      { deck: body('Call `⟦\uff42⟧ind\uff08\uff09`'), also: ['CHARACTER_LOOKALIKE'] },
      card('A p⟦\u043e⟧rt <!-- id: q -->', 'A'),
      { deck: order('1. `s = socket()`\n2. `s.listen()`\n3. `s.cl⟦\u043e⟧se()`'), help: '`close`' },
    ],
    silent: [
      body('**Answer:** порт'),
      body('**Answer:** λόγος'),
      body('Сервер ждёт SYNа, и TCPа.'),
      body('The angle is αx, 10 µs, 5 kΩ, Δt and ν = 3.'),
      body('`Ο(n)` is `ν`, and `print("а теперь")` too.'),
      body('TCP は ＡＣＫ（確認応答）と `ＡＣＫ`。'),
      body('क्\u200dष, 👩\u200d💻 and 10\u00a0µs'),
    ],
  },
};
