import { body, type Example } from '#lib/deck/lint/diagnostics-examples.fixture.ts';

const steps = '1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n';
const companions = '```lab beside\nserver> s = socket(AF_INET, SOCK_STREAM)\n```\n';
const order = (text: string) => body(text, '; order');
const withLine = (line: string) => order(`${steps}\n${companions.replace('```\n', `${line}\n\`\`\`\n`)}`);

/** What can be wrong in orders that run. The steps begin on line 6, the script beside them on line 9. */
export const orderExamples: readonly Example[] = [
  { code: 'LAB_BESIDE_PLACE', source: body(`A\n\n${companions}`), at: '8:1+13' },
  { code: 'LAB_BESIDE_PLACE', source: body(`A {{blank}}.\n\n${companions}`), at: '8:1+13' },
  {
    code: 'LAB_BESIDE_STEP',
    source: order(`${steps}3. \`connect()\`\n\n${companions}`),
    at: '8:1+14',
  },
  {
    code: 'LAB_BESIDE_STEP',
    source: order(`${steps}3. \`c.conect((a, 1))\`\n\n${companions}`),
    at: '8:1+21',
    help: 'write `connect`',
  },
  { code: 'LAB_BESIDE_STEP', source: order(`${steps}3. close \`c\`\n\n${companions}`), at: '8:1+12' },
  {
    code: 'LAB_BESIDE_STEP',
    source: order(`${steps}\n**Free:** \`print(1)\` after 1\n\n${companions}`),
    at: '9:1+9',
  },
  { code: 'LAB_BESIDE_STEP', source: order(`${steps}\n**Extra:** wait — no\n\n${companions}`), at: '9:1+10' },
  {
    code: 'LAB_BESIDE_STEP',
    source: order(`${steps}3. c.close()\n\n${companions}`),
    at: '8:1+12',
    help: 'write `c.close()` in back-ticks',
  },
  {
    code: 'LAB_BESIDE_STEP',
    source: order(`${steps}3. \`c.close()\` — at last\n\n${companions}`),
    at: '8:1+24',
    help: 'below `**Why:**`',
  },
  { code: 'LAB_ORDER_STEP', source: order(`${steps}3. \`c.clos()\`\n`), at: '8:1+13', help: 'write `close`' },
  { code: 'LAB_ORDER_STEP', source: order(`${steps}3. \`c.close(\`\n`), at: '8:1+13', help: 'close it' },
  { code: 'LAB_ORDER_STEP', source: order(`${steps}3. \`close()\`\n`), at: '8:1+12', help: 's.close' },
  { code: 'LAB_ORDER_STEP', source: order(`${steps}3. c.close()\n`), at: '8:1+12', help: 'in back-ticks' },
  {
    code: 'LAB_ORDER_STEP',
    source: order(`${steps}3. \`c.close()\`.\n`),
    at: '8:1+15',
    help: 'nothing beside',
  },
  {
    code: 'LAB_ORDER_STEP',
    source: order(`${steps}3. \`c.send(b’x’)\`\n`),
    at: '8:1+17',
    help: "write `'`",
  },
  {
    code: 'LAB_ORDER_STEP',
    source: order(`${steps}\n**Free:** \`c.fileno\` after 1\n`),
    at: '9:1+9',
  },
  {
    code: 'LAB_BESIDE_MISSING',
    source: order(`1. \`c = socket()\`\n2. \`c.connect(('', 80))\`\n\n${companions.replace(' beside', '')}`),
    at: '9:4+3',
    help: 'lab beside',
  },
  { code: 'LAB_BESIDE_LINE', source: withLine('  returns _'), at: '11:3+9' },
  { code: 'LAB_BESIDE_LINE', source: withLine('state s CLOSED'), at: '11:1+14' },
  { code: 'LAB_BESIDE_LINE', source: withLine('wait 300ms'), at: '11:1+10' },
  { code: 'LAB_BESIDE_LINE', source: withLine('server blocks'), at: '11:1+13' },
  { code: 'LAB_BESIDE_LINE', source: withLine('program> p = socket()'), at: '11:1+8' },
  { code: 'LAB_BESIDE_LINE', source: withLine('server/2> s.listen()'), at: '11:1+9' },
  { code: 'LAB_METHOD_UNKNOWN', source: withLine('server> s.lisen()'), at: '11:11+5' },
  { code: 'LAB_NAME_UNBOUND', source: withLine('server> t.listen()'), at: '11:9+1' },
  { code: 'LAB_NAME_UNBOUND', source: withLine('other> s.listen()'), at: '11:8+1' },
  { code: 'LAB_LINE_UNKNOWN', source: withLine('listens'), at: '11:1+7' },
  { code: 'LAB_PROGRAM_MISSING', source: withLine('s.listen()'), at: '11:1+10' },
  {
    code: 'LAB_BESIDE_AND_SCRIPT',
    source: order(`${steps}\n${companions}\n\`\`\`lab\nserver> s = socket()\n\`\`\`\n`),
    at: '9:1+13',
  },
  { code: 'LAB_SCRIPT_SECOND', source: order(`${steps}\n${companions}\n${companions}`), at: '13:1+13' },
  {
    code: 'LAB_FENCE_WORD',
    source: order(`${steps}\n${companions.replace('beside', 'beside as-root')}`),
    at: '9:15+7',
  },
  {
    code: 'LAB_FENCE_WORD',
    source: order(`${steps}\n${companions.replace('beside', 'besides')}`),
    at: '9:8+7',
    help: 'write `beside`',
  },
  ...['lab-beside', 'lab_beside', 'labbeside', 'Lab Beside', 'lab: beside', 'beside', 'beside lab'].map(
    (words): Example => ({
      code: 'LAB_FENCE_MISSPELT',
      source: order(`${steps}\n${companions.replace('lab beside', words)}`),
      at: `9:4+${String(words.length)}`,
      help: 'write ```lab beside',
    }),
  ),
  {
    code: 'LAB_FENCE_UNCLOSED',
    source: order(`${steps}\n${companions.replace(/```\n$/, '\n**Why:** so.\n')}`),
    at: '9:1+13',
  },
  { code: 'LAB_FENCE_EMPTY', source: order(`${steps}\n\`\`\`lab beside\n# none\n\`\`\`\n`), at: '9:1+13' },
  {
    code: 'LAB_FENCE_UNCLOSED',
    source: order(`${steps}\n${companions.replace(/```\n$/, '')}`),
    at: '9:1+13',
  },
  { code: 'ORDER_LIST', source: order('- a\n- b'), at: '6:1+3', help: 'in the right order' },
  { code: 'ORDER_LIST', source: order('1.a\n2.b'), at: '6:1+3', help: 'with a dot and a space' },
  { code: 'ORDER_LIST', source: order('1.) a\n2.) b'), at: '6:1+5', help: 'with a dot and a space' },
  { code: 'ORDER_LIST', source: order('1. a\n- b\n2. c'), at: '7:1+3', help: 'write `2. `' },
  { code: 'ORDER_LIST', source: order('1. a\n2. b\n- c'), at: '8:1+3', help: 'write `3. `' },
  { code: 'ORDER_LIST', source: order('1. a\n2) b\n3. c'), at: '7:1+4', help: 'write `2. `' },
  { code: 'FREE_RANGE', source: order('1. a\n2. b\n\n**Free:** c after 1 - it may'), at: '9:1+9' },
  {
    code: 'FREE_RANGE',
    source: order('1. a\n2. b\n\n**Extra:** c after 1 — no'),
    at: '9:1+10',
    help: 'remove the range',
  },
  {
    code: 'LAB_ORDER_STEP',
    source: order(`${steps}3. \`c.close()\` - at last\n`),
    at: '8:1+24',
    help: 'below `**Why:**`',
  },
  {
    code: 'LAB_ORDER_STEP',
    source: order('1. `c = socket()` - first\n2. `c.close()`: last\n'),
    at: '6:1+25',
    also: ['LAB_ORDER_STEP'],
  },
];
