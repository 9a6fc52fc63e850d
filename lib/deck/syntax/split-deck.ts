import { isCardHeading, lineRoles } from '#lib/deck/syntax/line-roles.ts';
import { type Range, type SourceLine, sourceLines } from '#lib/diagnostics/finding.ts';

/** Consecutive lines of a deck. */
export interface Segment {
  /** 1-based line of the file on which it begins. */
  readonly line: number;
  /** Offset of its first character in the file. */
  readonly start: number;
  readonly source: string;
}

/** The text between the `---` lines, and the whole of it with them. */
export interface FrontMatterSource {
  readonly yaml: Range;
  readonly whole: Range;
}

/** The segments of a text, in its order. */
interface Segments {
  /** From `## ` at the beginning of a line to the next one, or to a `# ` heading. */
  readonly cards: readonly Segment[];
  /** Text outside of cards: the beginning, and from a `# ` heading to the next card. */
  readonly introductions: readonly Segment[];
}

interface SplitDeck extends Segments {
  readonly frontMatter: FrontMatterSource | 'missing' | 'unclosed';
}

const delimiter = /^---[ \t]*$/;

function frontMatterSource(
  text: string,
  lines: readonly SourceLine[],
): FrontMatterSource | 'missing' | 'unclosed' {
  const first = lines[0];
  if (first === undefined || !delimiter.test(text.slice(first.start, first.end))) return 'missing';
  for (const line of lines.slice(1)) {
    const content = text.slice(line.start, line.end);
    if (isCardHeading(content)) return 'unclosed';
    if (delimiter.test(content)) {
      const second = lines[1];
      return {
        yaml: { start: second?.start ?? line.start, end: line.start },
        whole: { start: 0, end: line.end },
      };
    }
  }
  return 'unclosed';
}

/**
 * Splits lines into segments by one scan; no Markdown is parsed.
 *
 * @param lines those of `text` from the one on that is line `firstLine` (1-based) of the file
 */
function splitLines(text: string, lines: readonly SourceLine[], firstLine: number): Segments {
  const { roles } = lineRoles(text, lines);
  const cards: Segment[] = [];
  const introductions: Segment[] = [];
  let begin = 0;
  let target = introductions;
  const close = (end: number): void => {
    const first = lines[begin];
    if (first === undefined || end <= begin) return;
    const source = text.slice(first.start, lines[end]?.start ?? text.length);
    target.push({ line: firstLine + begin, start: first.start, source });
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line === undefined || roles[i] !== 'text' || text.charCodeAt(line.start) !== 35) continue;
    const content = text.slice(line.start, line.end);
    const isCard = isCardHeading(content);
    if (!isCard && !/^#(?:[ \t]|$)/.test(content)) continue;
    close(i);
    begin = i;
    target = isCard ? cards : introductions;
  }
  close(lines.length);
  return { cards, introductions };
}

/**
 * Splits a deck into cards.
 *
 * @param text without a byte order mark
 */
export function splitDeck(text: string): SplitDeck {
  const lines = sourceLines(text);
  const frontMatter = frontMatterSource(text, lines);
  const bodyStart = typeof frontMatter === 'string' ? 0 : frontMatter.whole.end;
  const firstLine =
    frontMatter === 'missing'
      ? 0
      : Math.max(
          1,
          lines.findIndex((line) => line.start > bodyStart),
        );
  const bodyLines =
    typeof frontMatter === 'string' ? lines.slice(firstLine) : lines.filter((l) => l.start > bodyStart);
  return { frontMatter, ...splitLines(text, bodyLines, lines.length - bodyLines.length + 1) };
}
