import { type CardComment, idPattern, idWithWords, parseCardComment } from '#lib/deck/card-comment.ts';
import { findBlanks } from '#lib/deck/find-blanks.ts';
import { hideRanges, lineComments } from '#lib/deck/line-comments.ts';
import { hiddenSigns } from '#lib/deck/odd-signs.ts';
import { slug } from '#lib/deck/slug.ts';
import { codes } from '#lib/diagnostics/codes.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

/** The `## ` line of a card. Offsets count from the beginning of the card. */
export interface CardHeading {
  /** The Markdown of the question, without `## ` and comments. */
  readonly text: string;
  readonly range: Range;
  /** Each comment with its `<!--` and `-->`. */
  readonly comments: readonly Range[];
  readonly comment: CardComment;
  /** The id that is written, or, where that is no good id, what was likely meant; `null`: nothing usable is written. */
  readonly id: string | null;
  /** `true` when `deck fix` must not write into this line. */
  readonly commentUnclosed: boolean;
}

/** Whether back-ticks stand around a stretch of the line; asked from left to right. */
function codeAsker(line: string): (range: Range) => boolean {
  const last = line.lastIndexOf('`');
  let at = 0;
  let isOpen = false;
  return ({ start, end }) => {
    for (; at < start; at++) if (line.charAt(at) === '`') isOpen = !isOpen;
    return isOpen && last >= end;
  };
}

/** An id as other programs write it. */
const foreignId = /[ \t](?:\{#([a-z0-9-]+)\}|[([{][ \t]*id[ \t]*[:=][ \t]*([a-z0-9-]+)[ \t]*[)\]}])[ \t]*$/i;
/** What begins or ends like a comment, but for a dash. */
const almostComment = /(<[ \t]?!?[ \t]?[–—-]{1,3}[ \t]*)(id\b[^<>]*?)[ \t]*(?:[–—-]{1,3}>|[–—-]*$)/i;
const brokenEnd = /[ \t]*[–—-]+>?[ \t]*$/;

function withoutFix({ fix: _, ...found }: Finding): Finding {
  return found;
}

function usableId({ id }: CardComment): string | null {
  if (id === null) return null;
  if (idPattern.test(id.value)) return id.value;
  return idWithWords(id.value)?.[0] ?? (slug(id.value) || null);
}

/** @param line the first line of a card, without its line ending */
export function parseCardHeading(line: string): { heading: CardHeading; findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const comments: Range[] = [];
  const contents: Range[] = [];
  const found = lineComments(line);
  const insideCode = codeAsker(line);
  for (const range of found.whole) {
    if (insideCode(range)) continue;
    comments.push(range);
    contents.push({ start: range.start + 4, end: range.end - 3 });
  }
  const { opensAt } = found;
  const commentUnclosed = opensAt !== null && !insideCode({ start: opensAt, end: opensAt + 4 });
  if (commentUnclosed) {
    const content = { start: opensAt + 4, end: line.replace(brokenEnd, '').trimEnd().length };
    const found = finding('COMMENT_UNCLOSED', { start: opensAt, end: opensAt + 4 });
    // What the comment says is understood, so it ends with the line.
    const isSound = parseCardComment(line, [content]).findings.length === 0 && content.end > content.start;
    const fix = { start: content.end, end: line.length, text: ' -->' };
    findings.push(isSound ? { ...found, fix } : found);
    comments.push({ start: opensAt, end: line.length });
    contents.push(content);
  }
  if (!commentUnclosed) {
    const almost = almostComment.exec(hideRanges(line, comments));
    if (almost !== null && !codeAsker(line)({ start: almost.index, end: almost.index + 1 })) {
      const [whole, opening = '', content = ''] = almost;
      const start = almost.index + opening.length;
      const range = { start: almost.index, end: almost.index + whole.length };
      const fix = { ...range, text: `<!-- ${content.trim()} -->` };
      findings.push({ ...finding('COMMENT_MALFORMED', range), fix });
      comments.push(range);
      contents.push({ start, end: start + content.length });
    }
  }
  const foreign = comments.length > 0 ? null : foreignId.exec(line);
  if (foreign !== null) {
    const range = { start: foreign.index + 1, end: line.trimEnd().length };
    const id = foreign[1] ?? foreign[2] ?? '';
    const message = 'the id does not stand in a comment, so it is part of the question';
    findings.push(finding('COMMENT_MALFORMED', range, message, `write \`<!-- id: ${id} -->\``));
  }
  comments.sort((a, b) => a.start - b.start);
  const parsed = parseCardComment(line, contents);
  const bare = hideRanges(line, comments);
  // The id of a card without one is made of its heading, so a heading without an id stays as it is.
  const odd = hiddenSigns(bare, 0, false);
  findings.push(...(parsed.comment.id === null ? odd.map(withoutFix) : odd));
  const text = bare
    .slice(2)
    .replace(/(?:^|[ \t])#+[ \t]*$/, '')
    .trim();
  const start = text === '' ? 0 : bare.indexOf(text, 2);
  const range = { start, end: text === '' ? 2 : start + text.length };
  if (text === '') findings.push(finding('HEADING_EMPTY', range));
  const inHeading = findBlanks(bare, range, false);
  for (const blank of inHeading.blanks) findings.push(finding('BLANK_IN_HEADING', blank));
  for (const found of inHeading.findings.filter(({ code }) => codes[code].severity === 'error'))
    findings.push(finding('BLANK_IGNORED', found, found.message));
  return {
    heading: {
      text,
      range,
      comments,
      comment: parsed.comment,
      id: usableId(parsed.comment),
      commentUnclosed: commentUnclosed || foreign !== null,
    },
    findings: [...findings, ...parsed.findings],
  };
}
