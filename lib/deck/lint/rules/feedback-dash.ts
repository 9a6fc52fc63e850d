import type { Paragraph } from 'mdast';
import type { ParsedCard } from '#lib/deck/kinds/card.ts';
import { body, order } from '#lib/deck/lint/base/example-decks.ts';
import type { Report, Rule } from '#lib/deck/lint/base/rule.ts';
import { firstLineOf, nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import { isEmpty, splitAtDash } from '#lib/deck/markdown/phrase.ts';
import type { Edit, Range } from '#lib/diagnostics/finding.ts';

/** A hyphen, a minus sign or a bar with white space on both sides, two or three of them, or an em dash without all of it. */
const likeDash = /(?<=[^\s\\])(?:[ \t]+(?:[-‐‑‒―−]|[-–—]{2,3})[ \t]+|[ \t]*—[ \t]*)(?=\S)/;
/** The text after a minus sign. */
const operand = /^(?:[-+]?\d[\w.]*|[a-z])(?=[.,;]?\s*$|\s*[-+*/=<>)])/i;
const newLine = /(?<=\S)[ \t]*(?:\r\n?|\n)/;

interface Sign extends Range {
  readonly text: string;
  /** The rest of the paragraph. */
  readonly after: string;
  /** Only code, or a number, precedes it. */
  readonly followsValue: boolean;
}

/** The first match in the text of a paragraph, outside code; without the white space at its ends. */
function signIn(lead: Paragraph, source: string, pattern: RegExp): Sign | null {
  const { end: leadEnd } = nodeRange(lead);
  for (const [index, child] of lead.children.entries()) {
    if (child.type !== 'text') continue;
    const { start, end } = nodeRange(child);
    // In place of the node before, such as code.
    const before = index === 0 ? '' : 'x';
    const shown = before + source.slice(start, end) + (index + 1 < lead.children.length ? 'x' : '');
    const match = pattern.exec(shown);
    if (match === null) continue;
    const at = start + match.index - before.length;
    const text = match[0].trim();
    const from = at + match[0].indexOf(text);
    const isAfterCode =
      index === 1 && lead.children[0]?.type === 'inlineCode' && match.index === before.length;
    return {
      text,
      start: from,
      end: from + text.length,
      after: source.slice(at + match[0].length, leadEnd).trim(),
      followsValue: isAfterCode || (index === 0 && /^\d+$/.test(shown.slice(0, match.index).trim())),
    };
  }
  return null;
}

function dashLike(lead: Paragraph, source: string): Sign | null {
  const sign = signIn(lead, source, likeDash);
  return sign === null || operand.test(sign.after) ? null : sign;
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => /[A-Za-z]/.test(word)).length;
}

/** The edit that writes a dash in place of the sign and the spaces next to it; `null`: the sign may belong to the answer. */
function dashFix(sign: Sign, source: string): Edit | null {
  if (!sign.followsValue || wordsIn(sign.after) < 3) return null;
  const left = /[ \t]*$/.exec(source.slice(0, sign.start))?.[0].length ?? 0;
  const right = /^[ \t]*/.exec(source.slice(sign.end))?.[0].length ?? 0;
  return { start: sign.start - left, end: sign.end + right, text: ' — ' };
}

/** Reports what looks like feedback in text that `splitAtDash` does not split. */
function checkFeedback(nodes: Nodes, source: string, report: Report): void {
  const [lead] = nodes;
  if (lead?.type !== 'paragraph') return;
  const swallowing = lead.children.find((child) => child.type === 'inlineCode' && /\s—\s/.test(child.value));
  if (swallowing !== undefined) {
    const { start } = nodeRange(swallowing);
    const message = 'the dash is inside the code that begins here, so it begins no feedback';
    report({ start, end: start + 1 }, { message, help: 'end the code before the dash' });
    return;
  }
  const sign = dashLike(lead, source);
  if (sign === null) return;
  const message = /^[—–]$|^--$/.test(sign.text)
    ? 'this dash begins no feedback, because it needs a space on both sides'
    : `\`${sign.text}\` begins no feedback, so the text after it is part of the answer`;
  const fix = dashFix(sign, source);
  report(sign, { message, ...(fix === null ? {} : { fix }) });
}

/** Reports the second line of a wrong answer, which students are not meant to type. */
function checkSecondLine([lead]: Nodes, source: string, report: Report): void {
  const end = lead?.type === 'paragraph' ? signIn(lead, source, newLine) : null;
  if (end === null) return;
  const second = end.start + source.slice(end.start).search(/\S/);
  report({ start: second, end: second + 1 }, { message: 'this line is part of the wrong answer' });
}

/** Code or a number, and after it what explains it: brackets, or words after a sign. */
function explanationIn({ children }: Paragraph, source: string): Range | null {
  const [first, second] = children;
  if (first?.type === 'inlineCode' && second?.type === 'text') {
    const { start } = nodeRange(second);
    const { end } = nodeRange(children.at(-1) ?? second);
    const [whole, sign = ''] =
      /^[ \t]*([([{]|[:=;,.→⇒](?=[ \t])|[-=]>(?=[ \t]))[ \t]*[^\s\d]/u.exec(source.slice(start, end)) ?? [];
    if (
      whole === undefined ||
      (sign === ',' &&
        !/^,[ \t]+(?:which|because|since|as|so|it|i\.e|that is|meaning|e\.g)\b/i.test(
          source.slice(start, end).trimStart(),
        ))
    )
      return null;
    const text = source.slice(start, end);
    const isBracket = /[([{]/.test(sign) && /[)\]}][.,;!]?\s*$/.test(text);
    if (!isBracket && (/[([{]/.test(sign) || wordsIn(text) < 2)) return null;
    const from = start + text.indexOf(sign);
    return { start: from, end: start + text.trimEnd().length };
  }
  if (first?.type !== 'text' || children.length > 1) return null;
  const { start, end } = nodeRange(first);
  const [whole, value = '', bracket = ''] =
    /^(\s*(?:\*\*[^*]+\*\*\s*)?[^\s()]+[ \t]+)(\([^()]*[A-Za-z][^()]*\))[.]?\s*$/.exec(
      source.slice(start, end),
    ) ?? [];
  return whole === undefined
    ? null
    : { start: start + value.length, end: start + value.length + bracket.length };
}

/** Reports an explanation in an answer that is typed, where even a dash begins no feedback. */
function checkTypedAnswer(nodes: Nodes, source: string, range: Range, report: Report): void {
  const help = 'put the explanation below `**Why:**`';
  if (splitAtDash(nodes).message !== null) {
    report(range, { message: 'the text after the dash is part of the answer to be typed', help });
    return;
  }
  const [lead] = nodes;
  const explained = lead?.type === 'paragraph' ? explanationIn(lead, source) : null;
  if (explained !== null) {
    const message = 'this text is part of the answer to be typed, so the answer alone is wrong';
    report(explained, { message, help });
    return;
  }
  const sign = lead?.type === 'paragraph' ? dashLike(lead, source) : null;
  if (sign === null || wordsIn(sign.after) < 2) return;
  report(sign, {
    message: `the text after \`${sign.text}\` is part of the answer to be typed`,
    help: `${help}; put a minus or dash of the answer itself in backticks`,
  });
}

function checkTyped({ sections, outline: { source } }: ParsedCard, hasList: boolean, report: Report): void {
  for (const { label, labelRange, nodes, isEmpty: hasNone } of sections) {
    if (hasNone) continue;
    if (label === 'Answer') {
      const list = hasList ? nodes.find((node) => !isEmpty([node])) : undefined;
      if (list?.type !== 'list') checkTypedAnswer(nodes, source, labelRange, report);
      else
        for (const item of list.children)
          checkTypedAnswer(item.children, source, firstLineOf(item, source), report);
    } else if (label === 'Also accept' && !hasList) {
      checkTypedAnswer(nodes, source, labelRange, report);
    } else if (label === 'Not' && splitAtDash(nodes).message === null) {
      checkFeedback(nodes, source, report);
      checkSecondLine(nodes, source, report);
    }
  }
}

export const feedbackDash: Rule = {
  code: 'FEEDBACK_DASH',
  severity: 'warning',
  message: 'this looks like feedback, but it is read as part of the answer',
  help: 'write ` — ` with spaces before feedback; put a minus or dash of the answer itself in backticks',
  // Feedback that is read as part of its option makes the option long.
  supersedes: { anywhere: ['CHOICE_TELLTALE'] },
  check: (card, report) => {
    const { content, sections, outline } = card;
    const { source } = outline;
    if (content?.kind === 'typed') checkTyped(card, content.list !== null, report);
    if (content?.kind === 'choice') {
      for (const { nodes, feedback } of content.options)
        if (feedback === null) checkFeedback(nodes, source, report);
    }
    if (content?.kind === 'order') {
      for (const { label, nodes } of sections)
        if (label === 'Extra' && splitAtDash(nodes).message === null) checkFeedback(nodes, source, report);
    }
  },
  examples: {
    reported: [
      { deck: body('⟦**Answer:**⟧ 80 — that is HTTP'), help: 'below `**Why:**`' },
      body('- [x] a ⟦-⟧ so\n- [ ] b'),
      body('- [x] a\n- [ ] b.⟦—⟧no'),
      {
        deck: body('- [x] a\n- [ ] It blocks ⟦-⟧ it never waits'),
        fixed: body('- [x] a\n- [ ] It blocks - it never waits'),
      },
      body('- [x] a\n- [ ] 17 ⟦---⟧ the first one'),
      { deck: body('- [x] a\n- [ ] ⟦`⟧b — no`'), help: 'end the code' },
      {
        deck: body('**Answer:** 1\n\n**Not:** 17 ⟦-⟧ the first message'),
        fixed: body('**Answer:** 1\n\n**Not:** 17 — the first message'),
      },
      body('**Answer:** 1\n\n**Not:** 17\n⟦t⟧he first message'),
      { deck: body('**Answer:** 17 ⟦-⟧ the first message'), help: 'below `**Why:**`' },
      { deck: body('**Answer:** 17\n\n**Also accept:** 18 ⟦-⟧ the first message'), help: 'below `**Why:**`' },
      body('**Answer:**\n\n- a ⟦-⟧ so it is\n- b'),
      body('**Answer:** x\n\n**Not:** `z` ⟦−⟧ no'),
      order('1. a\n2. b\n\n**Extra:** c ⟦-⟧ no'),
      { deck: body('**Answer:** a\n\n⟦**Also accept:**⟧ b — rarely'), help: 'below `**Why:**`' },
      { deck: body('**Answer:** `listen()` ⟦(makes it passive)⟧'), help: 'below `**Why:**`' },
      { deck: body('**Answer:** `listen()` ⟦[makes it passive]⟧'), help: 'below `**Why:**`' },
      { deck: body('**Answer:** `listen()`⟦: makes it passive⟧'), help: 'below `**Why:**`' },
      { deck: body('**Answer:** `listen()`⟦. It makes it passive.⟧'), help: 'below `**Why:**`' },
      { deck: body('**Answer:** `listen()` ⟦-> makes it passive⟧'), help: 'below `**Why:**`' },
      { deck: body('**Answer:** `listen()`⟦, which makes it passive⟧'), help: 'below `**Why:**`' },
      { deck: body('**Answer:** 16 ⟦(bits)⟧'), help: 'below `**Why:**`' },
      { deck: body('**Answer:** SYN-ACK ⟦(two flags)⟧'), help: 'below `**Why:**`' },
      { deck: body('**Answer:** `listen()`⟦, i.e. it is passive⟧'), help: 'below `**Why:**`' },
      { deck: body('**Answer:** x\n\n**Also accept:** `listen` ⟦(the name)⟧'), help: 'below `**Why:**`' },
      { deck: body('**Answer:**\n\n- `a` ⟦(first)⟧\n- `b`'), help: 'below `**Why:**`' },
      body('**Answer:**\n\n⟦- a — so⟧\n- b'),
    ],
    silent: [
      ...[
        'the client, which waits for the server',
        'pre- and post-processing',
        '`ls` -l',
        'ports 1–1023',
        '5 - 1',
        'n - 1',
        '16 - 3 = 13',
        'a well-known port',
        'It waits (forever).',
        '`EAGAIN`, but `EWOULDBLOCK` too',
        'a -> b',
        'gcc -Wall --help',
        'i--',
        'the 3-way handshake',
        '12:30',
        'a client, a server',
        'socket.gaierror',
        "`('', 80)`",
        '`listen()` and then `accept()`',
        '127.0.0.1:65000',
        'It is blocked. It waits.',
        'b -the first one',
        'b--the first one',
        'b–no, it is',
      ].flatMap((text) => [
        body(`- [x] right\n- [ ] ${text}`),
        body(`**Answer:** right\n\n**Not:** ${text}`),
        body(`**Answer:** ${text}`),
        order(`1. a\n2. b\n\n**Extra:** ${text}`),
      ]),
      body('**Answer:** Transmission Control Protocol (TCP)'),
      body('**Answer:** `a` and `b`'),
      body('**Answer:** `listen()` on the server'),
      body('**Answer:** x\n\n**Not:** 17 (the first message)'),
    ],
  },
};
