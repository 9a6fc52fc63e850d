import { type Finding, finding, type Range, type SourceLine } from '#lib/diagnostics/finding.ts';

/** The lines of a lab script in a Markdown file. */
export interface LabFence {
  /** Index of the line that opens it. */
  readonly line: number;
  readonly opening: Range;
  /** What follows the word `lab`. */
  readonly words: readonly (Range & { readonly word: string })[];
  /** Lines between the opening and the end. */
  readonly body: readonly SourceLine[];
  readonly isClosed: boolean;
}

interface Found {
  readonly fences: readonly LabFence[];
  readonly findings: readonly Finding[];
}

interface OpenFence {
  readonly line: number;
  readonly marker: string;
  readonly length: number;
  /** Where the text of the list item that holds the fence begins; 0 outside a list. */
  readonly margin: number;
  readonly lab: Omit<LabFence, 'body' | 'isClosed'> | null;
  /** A fence in Markdown may show a whole lab script; no other holds one. */
  readonly holdsMarkdown: boolean;
  readonly body: SourceLine[];
}

const fenceLine = /^(`{3,}(?=[^`]*$)|~{3,})[ \t]*(\S*)(.*)$/;
const listMarker = /^(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)[ \t]{0,4}/;
const misplacedFence = /^(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]*){1,8}(?:`{3,}|~{3,})[ \t]*lab\b/;
/** What was probably meant as `lab`: another spelling, or the word as an attribute of Pandoc's. */
const nearlyLab = /^(?:labs?|labscript|lab-script|\{\.?labs?\}?)$/i;
const continuedLab = /^(?:lab[-_:,.]*[ \t]*continued|continued[ \t,]+lab)[ \t]*$/i;
const cardHeading = /^##?[ \t]+\S.*<!--[ \t]*id:/;

/** Columns of white space at the start of a line, a tab going to the next multiple of four (CommonMark § 2.2). */
function indentation(line: string): { columns: number; length: number } {
  let columns = 0;
  let length = 0;
  for (; length < line.length; length++) {
    const char = line.charAt(length);
    if (char === ' ') columns++;
    else if (char === '\t') columns += 4 - (columns % 4);
    else break;
  }
  return { columns, length };
}

function wordsIn(text: string, offset: number): (Range & { word: string })[] {
  return [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    word,
    start: offset + index,
    end: offset + index + word.length,
  }));
}

/**
 * Finds the lab scripts of a Markdown file by one scan of its lines, also in list items. A script that is never closed
 * ends before the next fence or card.
 */
export function findFences(text: string, lines: readonly SourceLine[]): Found {
  const fences: LabFence[] = [];
  const findings: Finding[] = [];
  /** Columns at which the text of the list items around the present line begins. */
  const margins: number[] = [];
  let open: OpenFence | null = null;
  let isInComment = false;

  const close = (isClosed: boolean): void => {
    if (open === null) return;
    const { lab, body } = open;
    open = null;
    if (lab === null) return;
    fences.push({ ...lab, body, isClosed });
    if (!isClosed) findings.push(finding('LAB_FENCE_UNCLOSED', lab.opening));
  };

  lines.forEach((line, index) => {
    const content = text.slice(line.start, line.end);
    const { columns, length } = indentation(content);
    const rest = content.slice(length);
    const start = line.start + length;
    if (isInComment) {
      if (rest.includes('-->')) isInComment = false;
      return;
    }
    const fence = fenceLine.exec(rest);
    if (open !== null) {
      const run = fence?.[1] ?? '';
      const hasInfo = (fence?.[2] ?? '') !== '';
      const isEnd = run.startsWith(open.marker) && run.length >= open.length;
      if (isEnd && !hasInfo) {
        close(true);
        return;
      }
      const isLab = isEnd && fence?.[2] === 'lab' && !open.holdsMarkdown;
      const leavesItem = rest !== '' && columns < open.margin;
      const endsUnclosed: boolean = open.lab === null ? leavesItem : leavesItem || cardHeading.test(rest);
      if (isLab && open.lab === null)
        findings.push(
          finding(
            'LAB_FENCE_PLACE',
            { start, end: line.end },
            `this stands inside the code block of line ${String(open.line + 1)}, which has no end`,
            'close that block with a line of as many ``` or ~~~ as it began with',
          ),
        );
      if (!isLab && !(isEnd && hasInfo && open.lab !== null) && !endsUnclosed) {
        open.body.push(line);
        return;
      }
      close(false);
    }
    if (rest === '') return;
    while ((margins.at(-1) ?? 0) > columns) margins.pop();
    const margin = margins.at(-1) ?? 0;
    const isCode = columns - margin > 3;
    if (fence === null || isCode) {
      if (misplacedFence.test(rest) || (isCode && fence?.[2] === 'lab'))
        findings.push(
          isCode
            ? finding(
                'LAB_FENCE_PLACE',
                { start, end: line.end },
                'this is too far to the right to begin a lab script',
                'put at most three spaces before it',
              )
            : finding('LAB_FENCE_PLACE', { start, end: line.end }),
        );
      const marker = isCode ? null : listMarker.exec(rest);
      if (marker !== null) margins.push(columns + marker[0].length);
      if (!isCode && rest.startsWith('<!--') && !rest.includes('-->')) isInComment = true;
      return;
    }
    const [, run = '', word = '', info = ''] = fence;
    const goesOn = continuedLab.test(`${word}${info}`);
    if (word !== 'lab' && (nearlyLab.test(word) || goesOn)) {
      const at = line.end - info.length - word.length;
      const range = { start: at, end: at + word.length };
      findings.push(
        finding(
          'LAB_FENCE_MISSPELT',
          range,
          `\`${word}\` does not begin a lab script`,
          goesOn ? 'write ```lab continued' : 'write ```lab',
        ),
      );
    }
    const wordsStart = line.end - info.length;
    open = {
      line: index,
      marker: run.charAt(0),
      length: run.length,
      margin,
      holdsMarkdown: /^(?:md|markdown)$/i.test(word),
      lab:
        word === 'lab'
          ? { line: index, opening: { start, end: line.end }, words: wordsIn(info, wordsStart) }
          : null,
      body: [],
    };
  });
  close(false);
  return { fences, findings };
}
