import { body, type Example } from '#lib/deck/lint/diagnostics-examples.fixture.ts';

const two = (right: string, wrong: string, length: number): Example => ({
  code: 'CHOICE_LIST',
  source: body(`${right} a\n${wrong} b`),
  at: `6:1+${String(length)}`,
  help: 'write `- [ ] ` or `- [x] `',
  also: ['CHOICE_LIST'],
});

const one = (box: string, length: number): Example => ({
  code: 'CHOICE_LIST',
  source: body(`${box} a\n- [ ] b`),
  at: `6:1+${String(length)}`,
});

/** Boxes of choices, as other programs and other hands write them. */
export const choiceExamples: readonly Example[] = [
  two('(x)', '( )', 3),
  two('- (x)', '- ( )', 5),
  two('- [y]', '- [n]', 5),
  two('- [yes]', '- [no]', 7),
  two('- [+]', '- [-]', 5),
  two('- {x}', '- { }', 5),
  two('- [[x]]', '- [[ ]]', 7),
  two('- \\[x]', '- \\[ ]', 6),
  two('- ☑', '- ☐', 3),
  two('- [✔]', '- [✗]', 5),
  one('- [√]', 5),
  one('- [х]', 5),
  one('- [*]', 5),
  one('- [o]', 5),
  one('- ［x］', 5),
  one('- [X ]', 6),
  {
    code: 'CHOICE_LIST',
    source: body('- a [x]\n- b [ ]'),
    at: '6:5+3',
    help: 'before the text',
    also: ['CHOICE_LIST'],
  },
  {
    code: 'CHOICE_LIST',
    source: body('- [x] a\n\n  **Why:** so\n- [ ] b'),
    at: '9:1+7',
    help: 'above the first label',
  },
];

/** What is in brackets, and no choice. */
export const bracketTexts: readonly string[] = [
  '- (x) is what we call the unknown\n- (y) the other',
  '- [0] is the first byte\n- [1] is the second',
  '- [+] added\n- [+] added, too',
  '- ✅ close it\n- ❌ leave it open',
  '(v) the fifth\n\n(x) the tenth',
  '- a [1]\n- b [2]',
  'A\n\n**Why:** so\n\n- [x] x\n- [ ] y',
];
