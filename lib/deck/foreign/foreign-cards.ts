/** Lines that look like cards of another program. */
interface ForeignCards {
  /** Index of the line. */
  readonly line: number;
  /** Offsets in the line. */
  readonly column: number;
  readonly length: number;
  readonly tool: string;
  readonly message: string;
  readonly help: string;
}

type Search = (lines: readonly string[]) => number | null;

interface Form {
  readonly tool: string;
  /** What is there, with a verb. */
  readonly what: string;
  readonly find: Search;
  /** What to do if they are not cards. */
  readonly otherwise: string;
}

const inlineCode = /(?<!`)(`+)(?!`)[^]*?[^`]\1(?!`)/g;

function firstLine(pattern: RegExp): Search {
  return (lines) => {
    const at = lines.findIndex((line) => pattern.test(line));
    return at === -1 ? null : at;
  };
}

/** The first line that matches, if a line below it matches the other pattern. */
function linePair(first: RegExp, second: RegExp, within = Infinity): Search {
  return (lines) => {
    const at = lines.findIndex(
      (line, index) =>
        first.test(line) && lines.slice(index + 1, index + 1 + within).some((below) => second.test(below)),
    );
    return at === -1 ? null : at;
  };
}

/** A line of nothing but `?` or `??`, with text right above and right below it. */
function questionMarkLine(lines: readonly string[]): number | null {
  const isText = (line: string | undefined) => line !== undefined && line.trim() !== '';
  const at = lines.findIndex(
    (line, index) => /^[ \t]*\?\??[ \t]*$/.test(line) && isText(lines[index - 1]) && isText(lines[index + 1]),
  );
  return at === -1 ? null : at;
}

const colons = /^(?![ \t]*\|)([^:]*(?::(?!:)[^:]*)*?)(:{2,3})(?!:)(.*)$/;

/** Whether a line is text, two or three colons, and text; `sure`: they are hardly those of a name in C++ or of an address. */
function colonsIn(line: string): 'sure' | 'maybe' | null {
  const [, left = '', sign = '', right = ''] = colons.exec(line) ?? [];
  if (left.trim() === '' || right.trim() === '' || right.includes('::')) return null;
  if (/[?？]\s*$/.test(left)) return 'sure';
  const hasWords = /\S\s+\S/.test(left.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, ''));
  if (!hasWords) return null;
  return sign.length === 3 || (/\s$/.test(left) && /^\s/.test(right)) ? 'sure' : 'maybe';
}

function colonLines(lines: readonly string[]): number | null {
  const found = lines.map(colonsIn);
  const hasSchedule = lines.some((line) => line.includes('<!--SR:'));
  const maybe = found.filter((one) => one !== null).length;
  const at = found.findIndex((one) => one === 'sure' || (one === 'maybe' && (maybe > 1 || hasSchedule)));
  return at === -1 ? null : at;
}

function arrowLines(lines: readonly string[]): number | null {
  const found = lines.map((line) => /^[^>]*\S\s+\S[^>]*\s(?:>>|==>|<>|;;)\s+\S/.test(line));
  const at = found.indexOf(true);
  return at === -1 || found.filter((one) => one).length < 2 ? null : at;
}

const forms: readonly Form[] = [
  {
    tool: 'hashcards',
    what: '`Q:` and `A:` look like cards of hashcards',
    find: linePair(
      /^[ \t]*(?:\*\*|__)?Q\d*[:.](?:\*\*|__)?[ \t]+\S/,
      /^[ \t]*(?:\*\*|__)?A\d*[:.](?:\*\*|__)?[ \t]*\S/,
      12,
    ),
    otherwise: '',
  },
  {
    tool: 'hashcards',
    what: '`C:` looks like a cloze of hashcards',
    find: firstLine(/^C:[ \t]+\S.*\[[^\]]+\](?!\()/),
    otherwise: '',
  },
  {
    tool: 'Obsidian Spaced Repetition',
    what: 'a line of `::` looks like a card of Obsidian Spaced Repetition',
    find: colonLines,
    otherwise: 'put `::` in backticks if it is code',
  },
  {
    tool: 'Obsidian Spaced Repetition',
    what: 'a line of only `?` looks like a card of Obsidian Spaced Repetition',
    find: questionMarkLine,
    otherwise: '',
  },
  {
    tool: 'Obsidian Spaced Repetition',
    what: 'this comment is a schedule of Obsidian Spaced Repetition',
    find: firstLine(/^[ \t]*<!--SR:/),
    otherwise: '',
  },
  {
    tool: 'Obsidian or Logseq',
    what: 'this tag looks like one of Obsidian Spaced Repetition or Logseq',
    find: firstLine(/(?:^|\s)#(?:card|flashcards?(?:\/[\w/-]+)?)(?=\s|$)/),
    otherwise: '',
  },
  {
    tool: 'Obsidian to Anki',
    what: '`START` and `END` look like a card of Obsidian to Anki',
    find: linePair(/^START[ \t]*$/, /^END[ \t]*$/),
    otherwise: '',
  },
  {
    tool: 'GIFT',
    what: 'this looks like a question of GIFT',
    find: (lines) =>
      firstLine(/^::[^:\n]+::[ \t]*\S/)(lines) ??
      linePair(/\{[ \t]*$/, /^[ \t]*[=~][^\s=]/, 3)(lines) ??
      firstLine(/\S[ \t]*\{[ \t]*(?:[=~][^{}\n]*[=~][^{}\n]*|#[\d.:=]+|T(?:RUE)?|F(?:ALSE)?)[ \t]*\}[ \t]*$/)(
        lines,
      ),
    otherwise: '',
  },
  {
    tool: 'Aiken',
    what: '`ANSWER:` below lettered lines looks like a question of Aiken',
    find: (lines) =>
      lines.some((line) => /^[A-Z][.)]\s/.test(line)) ? firstLine(/^ANSWER:[ \t]*[A-Z][ \t]*$/)(lines) : null,
    otherwise: '',
  },
  {
    tool: 'RemNote or Mochi',
    what: 'lines of `>>` look like cards of RemNote',
    find: arrowLines,
    otherwise: '',
  },
  {
    tool: 'GitHub',
    what: 'the answer is inside `<details>`, which is shown as text here',
    find: firstLine(/^[ \t]*<details\b/i),
    otherwise: '',
  },
];

/** The words that a `Form` begins a message with. */
const howTo = 'write each question as `## …` and its answer below it';

/**
 * The first lines that look like cards of another program; `null`: there are none. They rest on the signs of those
 * programs, each with what makes it more than prose.
 *
 * @param written lines of text; those of code are empty
 */
export function foreignCards(written: readonly string[]): ForeignCards | null {
  if (!written.some((line) => /::|[?？]|[QC]\d*[:.]|#|START|\{|ANSWER:|>>|==>|<>|;;|<!--SR|<det/i.test(line)))
    return null;
  const lines = written.map((line) =>
    line
      .replace(inlineCode, (code) => ' '.repeat(code.length))
      .replace(/\{\{.*?\}\}/g, (blank) => 'x'.repeat(blank.length)),
  );
  for (const { tool, what, find, otherwise } of forms) {
    const line = find(lines);
    if (line === null) continue;
    const text = written[line] ?? '';
    const column = Math.max(0, text.search(/\S/));
    return {
      line,
      column,
      length: text.trimEnd().length - column,
      tool,
      message: what,
      help: otherwise === '' ? howTo : `${howTo}, or ${otherwise}`,
    };
  }
  return null;
}
