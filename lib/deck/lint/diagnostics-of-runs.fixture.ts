import { body, type Example } from '#lib/deck/lint/diagnostics-examples.fixture.ts';

const script = '```lab\nserver> s = socket()\n```\n';

/** What can be wrong in cards that run. There is a lab `echo` with the stages `listen` and `end`. */
export const runExamples: readonly Example[] = [
  { code: 'LAB_LINK_FORM', source: body('A\n\n**Lab:** echo, end\n'), at: '8:10+9' },
  { code: 'LAB_LINK_FORM', source: body('A\n\n**Lab:** echo#end\n\nmore\n'), at: '10:1+4' },
  {
    code: 'LAB_LINK_FORM',
    source: body('A\n\n**Lab:** Echo #end\n'),
    at: '8:10+9',
    help: 'write `echo#end`',
  },
  {
    code: 'LAB_LINK_FORM',
    source: body('A\n\n**Lab:** /lab/echo#end\n'),
    at: '8:10+13',
    help: 'write `echo#end`',
  },
  {
    code: 'LAB_LINK_FORM',
    source: body('A\n\n**Lab:** [the end](echo.md#end)\n'),
    at: '8:10+22',
    help: 'write `echo#end`',
  },
  { code: 'LAB_LINK_FORM', source: body('A\n\n**Lab:** echo\n'), at: '8:10+4', help: 'name a stage' },
  { code: 'LAB_LINK_UNKNOWN', source: body('A\n\n**Lab:** eco#end\n'), at: '8:10+7' },
  { code: 'LAB_LINK_UNKNOWN', source: body('A\n\n**Lab:** `echo#ends`\n'), at: '8:10+11' },
  { code: 'LAB_LINK_AND_SCRIPT', source: body(`A\n\n**Lab:** echo#end\n\n${script}`), at: '8:10+8' },
  { code: 'LABEL_EMPTY', source: body('A\n\n**Lab:**\n'), at: '8:1+8' },
  { code: 'LABEL_REPEATED', source: body('A\n\n**Lab:** echo#end\n\n**Lab:** echo#listen\n'), at: '10:1+8' },
  { code: 'LABEL_UNKNOWN', source: body('A\n\n**Labs:** echo#end\n'), at: '8:1+9', help: '`**Lab:**`' },
  { code: 'LABEL_UNKNOWN', source: body('A\n\nLab: echo#end\n'), at: '8:1+4', help: '`**Lab:**`' },
  { code: 'LABEL_UNKNOWN', source: body('A\n\n**lab:** echo#end\n'), at: '8:1+8' },
  { code: 'LAB_SCRIPT_SECOND', source: body(`A\n\n${script}\n${script}`), at: '12:1+6' },
  { code: 'LAB_CONTINUED', source: body(`A\n\n${script.replace('lab', 'lab continued')}`), at: '8:8+9' },
  { code: 'LAB_FENCE_UNCLOSED', source: body('A\n\n```lab\nserver> s = socket()\n'), at: '8:1+6' },
  { code: 'LAB_FENCE_MISSPELT', source: body('A\n\n```Lab\nx\n```\n'), at: '8:4+3' },
  {
    code: 'LAB_METHOD_UNKNOWN',
    source: body(`A\n\n${script.replace('socket()', 'socket()\nserver> s.lisen()')}`),
    at: '10:11+5',
  },
  { code: 'BODY_EMPTY', source: body(script), at: '5:4+1' },
];
