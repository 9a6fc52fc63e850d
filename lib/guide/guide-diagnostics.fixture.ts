import type { DiagnosticCode } from '#lib/diagnostics/codes.ts';

interface Example {
  readonly code: string;
  readonly source: string;
  /** `line:column+length` */
  readonly at: string;
  /** Part of the help: what to write instead. */
  readonly help?: string;
}

const front = '---\nlab: l\ntitle: L\nnumber: 1\n---\n';

/** A lab whose front matter has no problem; the text begins on line 6. */
function lab(text: string): string {
  return `${front}${text}`;
}

/** A stage whose heading has no problem; the text begins on line 7. */
function stage(text: string): string {
  return lab(`## Stage <!-- id: stage -->\n${text}`);
}

const script = '```lab\nserver> s = socket()\n```\n';
const good = '## Stage <!-- id: stage -->\nText.\n';

const ofFrontMatter: readonly Example[] = [
  {
    code: 'FRONT_MATTER_MISSING',
    source: `# Echo\n\n${good}`,
    at: '1:1+1',
    help: '`lab: …`, `title: …`, `number: …`',
  },
  { code: 'FRONT_MATTER_UNCLOSED', source: `---\nlab: l\n\n${good}`, at: '1:1+3' },
  {
    code: 'FRONT_MATTER_KEY_MISSING',
    source: `---\nlab: l\ntitle: L\n---\n${good}`,
    at: '1:1+3',
    help: 'add `number: …`',
  },
  {
    code: 'FRONT_MATTER_KEY_MISSING',
    source: `---\nlab: l\ntitel: L\nnumber: 1\n---\n${good}`,
    at: '3:1+5',
    help: 'write `title` here',
  },
  {
    code: 'FRONT_MATTER_KEY_UNKNOWN',
    source: `---\nlab: l\ntitle: L\nnumber: 1\ntopcs: 3\n---\n${good}`,
    at: '5:1+5',
    help: 'write `topics`',
  },
  {
    code: 'FRONT_MATTER_KEY_UNKNOWN',
    source: `---\nlab: l\ntitle: L\nnumber: 1\nauthor: me\n---\n${good}`,
    at: '5:1+6',
    help: 'use `lab`, `title`, `number` or `topics`',
  },
  {
    code: 'FRONT_MATTER_VALUE',
    source: `---\nlab: My Lab\ntitle: L\nnumber: 1\n---\n${good}`,
    at: '2:6+6',
    help: '`lab: echo`',
  },
  {
    code: 'FRONT_MATTER_VALUE',
    source: `---\nlab: l\ntitle: L\nnumber: two\n---\n${good}`,
    at: '4:9+3',
    help: '`number: 2`',
  },
  {
    code: 'FRONT_MATTER_VALUE',
    source: `---\nlab: l\ntitle: L\nnumber: 1\ntopics: all\n---\n${good}`,
    at: '5:9+3',
  },
  {
    code: 'FRONT_MATTER_BROKEN',
    source: `---\nlab = l\ntitle: L\nnumber: 1\n---\n${good}`,
    at: '2:1+7',
    help: 'write `lab: l`',
  },
];

const ofStages: readonly Example[] = [
  { code: 'LAB_STAGE_NONE', source: lab('# Title\n\nProse.\n'), at: '1:1+1' },
  { code: 'LAB_STAGE_NONE', source: lab(`# Title\n\n${script}`), at: '1:1+1' },
  { code: 'LAB_STAGE_EMPTY', source: lab('## Stage <!-- id: stage -->\n\n'), at: '6:4+5' },
  {
    code: 'ID_MISSING',
    source: lab('## The end\nText.\n'),
    at: '6:4+7',
    help: 'write `<!-- id: end -->`',
  },
  { code: 'ID_DUPLICATE', source: lab(`${good}\n${good}`), at: '9:19+5' },
  { code: 'ID_MALFORMED', source: lab('## Stage <!-- id: The Stage -->\nText.\n'), at: '6:19+9' },
  {
    code: 'COMMENT_WORD_UNKNOWN',
    source: lab('## Stage <!-- di: stage -->\nText.\n'),
    at: '6:15+2',
    help: 'write `id`',
  },
  {
    code: 'LAB_HEADING',
    source: stage('Text.\n\n### Other <!-- id: other -->\nText.\n'),
    at: '9:1+3',
  },
  {
    code: 'LAB_HEADING',
    source: lab(`# Title\n\n${good}\n# Part two\n\n${good.replace('id: stage', 'id: b')}`),
    at: '11:1+10',
  },
  { code: 'LAB_HEADING', source: lab(`# Title\n\n# Again\n\n${good}`), at: '8:1+7' },
  { code: 'LAB_SCRIPT_OUTSIDE', source: lab(`# Title\n\n${script}\n${good}`), at: '8:1+6' },
  { code: 'LAB_SCRIPT_SECOND', source: stage(`${script}\n${script}`), at: '11:1+6' },
  {
    code: 'LAB_COMPANION_PLACE',
    source: stage(`${script}\n${script.replace('lab', 'lab beside')}`),
    at: '11:1+13',
  },
  {
    code: 'LAB_QUESTION_OUTSIDE',
    source: lab(`# Title\n\nText.\n\n- [x] Yes\n- [ ] No\n\n${good}`),
    at: '10:1+9',
  },
  { code: 'LAB_QUESTION_OUTSIDE', source: lab(`# Title\n\n- [x] Yes\n- [ ] No\n\n${good}`), at: '8:1+9' },
  { code: 'LAB_QUESTION_OUTSIDE', source: lab(`# Title\n\n**Why:** so\n\n${good}`), at: '8:1+8' },
  { code: 'LAB_STAGE_KIND', source: stage('A {{SYN}} comes first.\n'), at: '6:4+5', help: 'a task list' },
  { code: 'LAB_STAGE_KIND', source: lab('## Stage <!-- id: stage; order -->\n1. a\n2. b\n'), at: '6:4+5' },
  {
    code: 'LAB_STAGE_KIND',
    source: lab('## Stage <!-- id: stage; both -->\nText.\n'),
    at: '6:26+4',
    help: 'remove it',
  },
  { code: 'LAB_IMAGE', source: stage('![The queue](img/queue.png)\n'), at: '7:1+27' },
  { code: 'LAB_IMAGE', source: lab(`# Title\n\n![The queue](img/queue.png)\n\n${good}`), at: '8:1+27' },
  { code: 'LAB_LINK_PLACE', source: stage('Text.\n\n**Lab:** echo#end\n'), at: '9:1+8' },
  { code: 'LAB_LINK_PLACE', source: stage('Text.\n\n**Lab:** the end\n'), at: '9:1+8' },
  { code: 'LABEL_UNKNOWN', source: stage('Text.\n\n**why:** so\n'), at: '9:1+8', help: 'write `**Why:**`' },
  { code: 'LABEL_UNKNOWN', source: stage('Text.\n\n**Wy:** so\n'), at: '9:1+7', help: 'write `**Why:**`' },
  { code: 'LABEL_UNKNOWN', source: stage('Text.\n\nWhy: so\n'), at: '9:1+4', help: 'write `**Why:**`' },
  {
    code: 'FEEDBACK_DASH',
    source: stage('- [x] a\n- [ ] `b` - too late\n'),
    at: '8:11+1',
    help: 'write ` — `',
  },
  {
    code: 'KIND_CONFLICT',
    source: stage('- [x] a\n- [ ] b\n\n**Answer:** a\n'),
    at: '10:1+11',
    help: 'remove the task list',
  },
  { code: 'CHOICE_NONE_RIGHT', source: stage('- [ ] a\n- [ ] b\n'), at: '7:1+7' },
  { code: 'CHOICE_LIST', source: stage('- [x] a\n- b\n'), at: '8:1+3' },
  { code: 'LABEL_EMPTY', source: stage(`Text.\n\n**Why:**\n\n${script}`), at: '9:1+8' },
];

const ofScripts: readonly Example[] = [
  { code: 'LAB_FENCE_UNCLOSED', source: stage('```lab\nserver> s = socket()\n'), at: '7:1+6' },
  {
    code: 'LAB_FENCE_MISSPELT',
    source: stage('```continued lab\nx\n```\n'),
    at: '7:4+9',
    help: 'write ```lab continued',
  },
  { code: 'LAB_FENCE_MISSPELT', source: stage('```Lab\nx\n```\n'), at: '7:4+3' },
  {
    code: 'LAB_CONTINUED',
    source: stage('```lab continued\nserver> s.listen(1)\nserver> s.accept()\n```\n'),
    at: '7:8+9',
  },
  {
    code: 'LAB_METHOD_UNKNOWN',
    source: lab(
      `# Title\n\nText.\n\n## Stage <!-- id: stage -->\n\nText.\n\n${script.replace('```\n', 'server> s.lisen()\n```\n').replace('lab\n', 'lab\n')}`,
    ),
    at: '16:11+5',
    help: 'write `listen`',
  },
  {
    code: 'LAB_NAME_UNBOUND',
    source: stage(`${script}\n## Next <!-- id: next -->\n\`\`\`lab continued\nserver> t.close()\n\`\`\`\n`),
    at: '13:9+1',
  },
];

/** Problems whose consequences are not reported. */
const ofCauses: readonly Example[] = [
  {
    code: 'LAB_HEADING',
    source: stage(
      `- [x] a\n- [ ] b\n\n${script}\n**Why:** so\n\n### Next <!-- id: next -->\n${script}\n**Answer:** c\n\n**Why:** so\n`,
    ),
    at: '16:1+3',
    help: 'begin a stage with `## `',
  },
  { code: 'LAB_HEADING', source: lab(`${good}\n# Next\n\n${script}`), at: '9:1+6' },
  {
    code: 'LAB_FENCE_ANEW',
    source: stage(`${script}\n## Next <!-- id: next -->\n${script.replace('s = socket()', 's.listen()')}`),
    at: '12:1+6',
    help: 'continued',
  },
  {
    code: 'ANSWER_UNNOTICED',
    source: stage('Which?\n\n**Answer**: 3\n\n**Not:** 4 — no\n'),
    at: '9:1+11',
    help: 'write `**Answer:**`',
  },
  { code: 'FRONT_MATTER_MISSING', source: `lab: l\ntitle: L\nnumber: 1\n---\n\n${good}`, at: '1:1+1' },
];

/** Each has only the problem that its code names. */
export const guideExamples: readonly Example[] = [...ofFrontMatter, ...ofStages, ...ofScripts, ...ofCauses];

/** Codes that a single file cannot have. */
export const ofFiles: readonly DiagnosticCode[] = ['LAB_DUPLICATE', 'LAB_NUMBER_TAKEN'];
