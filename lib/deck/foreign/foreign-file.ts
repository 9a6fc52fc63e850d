import { foreignCards } from '#lib/deck/foreign/foreign-cards.ts';
import { type Finding, finding, sourceLines } from '#lib/diagnostics/finding.ts';

/** A file that is not a deck of ours: what it looks like, and how its questions become a deck. */
export interface ForeignFile {
  readonly what: string;
  readonly way: string;
}

const asCards = 'write each question as `## …` and its answer below it, in a file that ends in `.md`';
const fromAnki = `export the deck from Anki as “Notes in Plain Text”, then ${asCards}`;

function foreign(what: string, way = asCards): ForeignFile {
  return { what, way };
}

const decoder = new TextDecoder('latin1');
/** How many bytes at both ends of a file show what it is. */
const edge = 65_536;

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** The names in an archive stand in it as they are, whatever the compression. */
function archive(bytes: Uint8Array): ForeignFile {
  const names = decoder.decode(bytes.slice(0, edge)) + decoder.decode(bytes.slice(-edge));
  if (/collection\.anki2/.test(names)) return foreign('a package of Anki', fromAnki);
  if (/data\.(?:edn|json)/.test(names))
    return foreign('an export of Mochi', `export it as Markdown, then ${asCards}`);
  if (/imsmanifest\.xml/.test(names)) return foreign('a package of QTI or of a learning platform');
  if (/word\/document\.xml/.test(names))
    return foreign('a document of Word', 'save it as plain text, and ' + asCards);
  if (/xl\/workbook\.xml/.test(names)) return foreign('a sheet of Excel', 'save it as CSV, and ' + asCards);
  if (/ppt\/presentation\.xml/.test(names)) return foreign('slides of PowerPoint');
  if (/mimetypeapplication\/vnd\.oasis/.test(names))
    return foreign('a document of LibreOffice', 'save it as plain text, and ' + asCards);
  if (/h5p\.json/.test(names)) return foreign('a package of H5P');
  if (/moodle_backup\.xml/.test(names)) return foreign('a backup of Moodle');
  return foreign('an archive', 'unpack it, and ' + asCards);
}

/** What a file of bytes looks like; `null`: it may be text. */
function binary(bytes: Uint8Array): ForeignFile | null {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return archive(bytes);
  if (startsWith(bytes, [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65]))
    return foreign('a database of SQLite, perhaps a collection of Anki', fromAnki);
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) return foreign('a PDF');
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return foreign('a document of an old Office program');
  if (startsWith(bytes, [0x1f, 0x8b])) return foreign('a compressed file', 'unpack it, and ' + asCards);
  if (startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd]))
    return foreign('a compressed file', 'unpack it, and ' + asCards);
  return bytes.slice(0, 4096).includes(0) &&
    !startsWith(bytes, [0xff, 0xfe]) &&
    !startsWith(bytes, [0xfe, 0xff])
    ? foreign('not text')
    : null;
}

/** Whether most lines have the separator, and equally often. */
function isTable(lines: readonly string[], separator: RegExp): boolean {
  const counts = lines
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .slice(0, 50)
    .map((line) => line.replace(/"(?:[^"]|"")*"/g, '').match(separator)?.length ?? 0);
  const [first = 0] = counts;
  return (
    counts.length > 1 && first > 0 && counts.filter((count) => count === first).length >= 0.9 * counts.length
  );
}

/** What a text that is no deck looks like; `null`: nothing known. */
function foreignText(text: string): ForeignFile | null {
  const start = text.trimStart().slice(0, 4096);
  if (
    /^#(?:separator|html|notetype|deck|tags|columns|guid column|notetype column|deck column|tags column)\s*:/im.test(
      start,
    )
  )
    return foreign('a text export of Anki');
  if (/^<(?:\?xml|!DOCTYPE|[a-z])/i.test(start)) return foreignMarkup(text);
  if (/^[{[]\s*(?:["{[]|\])/.test(start) && /["\]}]\s*$/.test(text)) return foreign('a file of JSON');
  if (/^\+{3,}[ \t]*\r?\n/.test(start))
    return foreign(
      'a file with front matter in TOML',
      'write the front matter in YAML, between lines of `---`',
    );
  if (/^\$CATEGORY:/m.test(start)) return foreign('a quiz in GIFT');
  const lines = sourceLines(text).map((line) => text.slice(line.start, line.end));
  const cards = foreignCards(lines);
  if (cards !== null)
    return cards.tool === 'GIFT' || cards.tool === 'Aiken'
      ? foreign(`a quiz in ${cards.tool}`)
      : foreign(`a file of cards of ${cards.tool}`);
  if (/^\*+ .*\n(?:.*\n)*?:PROPERTIES:/m.test(start) || /^#\+(?:TITLE|PROPERTY):/im.test(start))
    return foreign('a file of Org mode');
  if (isTable(lines, /\t/g)) return foreign('a table with tabs, such as a text export of Anki or Quizlet');
  return null;
}

function foreignMarkup(text: string): ForeignFile {
  const head = text.slice(0, edge);
  if (/<quiz\b/.test(head) && /<question\b/.test(head)) return foreign('a quiz in Moodle XML');
  if (/<(?:qti-)?assessment-?(?:Item|Test|Section)\b|<questestinterop\b/i.test(head))
    return foreign('questions in QTI');
  if (/<opml\b/i.test(head)) return foreign('an outline in OPML');
  return /<(?:!DOCTYPE\s+html|html|body)\b/i.test(head)
    ? foreign('a page of HTML')
    : foreign('a file of XML');
}

const endings: ReadonlyMap<string, ForeignFile> = new Map([
  ['apkg', foreign('a package of Anki', fromAnki)],
  ['colpkg', foreign('a package of Anki', fromAnki)],
  ['anki2', foreign('a collection of Anki', fromAnki)],
  ['anki21', foreign('a collection of Anki', fromAnki)],
  ['anki21b', foreign('a collection of Anki', fromAnki)],
  ['mochi', foreign('an export of Mochi', `export it as Markdown, then ${asCards}`)],
  ['gift', foreign('a quiz in GIFT')],
  ['aiken', foreign('a quiz in Aiken')],
  ['csv', foreign('a table in CSV')],
  ['tsv', foreign('a table in TSV')],
  ['h5p', foreign('a package of H5P')],
  ['mbz', foreign('a backup of Moodle')],
  ['org', foreign('a file of Org mode')],
  ['json', foreign('a file of JSON')],
]);

const deckLike = /^(?:\ufeff)?---[ \t]*\r?\n(?:.*\r?\n)*?(?:deck|title)[ \t]*:/;

/** The ending of a name, in lowercase. */
function endingOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** A deck under a name that the site does not read. */
function renamed(name: string, text: string): ForeignFile | null {
  if (!deckLike.test(text) && !/^##[ \t]/m.test(text)) return null;
  const base = name.replace(/(?:\.(?:md|markdown|mdx|mdown|mkd|txt|text|bak|orig|old|tmp|rst))+~?$|~$/i, '');
  return foreign('Markdown under another ending', `rename it to \`${base}.md\`, so that the site reads it`);
}

/**
 * What a file looks like that is named as a deck or is in the folder of decks.
 *
 * @param bytes all of the file
 */
export function foreignFile(name: string, bytes: Uint8Array): ForeignFile {
  const ending = endings.get(endingOf(name));
  const known = binary(bytes);
  if (known !== null) return known.what === 'not text' ? (ending ?? known) : known;
  const text = new TextDecoder('utf-8').decode(bytes);
  if (text.trim() === '') return foreign('empty', 'remove it, or write a deck in a file that ends in `.md`');
  return (
    (name.toLowerCase().endsWith('.md') ? null : renamed(name, text)) ??
    foreignText(text) ??
    ending ??
    (isTable(text.split(/\r?\n/), /[;,]/g) ? foreign('a table in CSV') : foreign('text that is no deck'))
  );
}

/** A text that ends in `.md` and is not a deck at all, but something known. */
export function foreignDeck(text: string): Finding | null {
  const found = foreignText(text);
  if (found === null) return null;
  const message = `this is not a deck of this site: it looks like ${found.what}`;
  return finding('FILE_FOREIGN', { start: 0, end: 1 }, message, found.way);
}

/** Explains why a deck has no cards: what was looked for, and what is there instead. */
export function emptyDeck(text: string, lines: readonly string[]): Finding {
  const place = (index: number, length: number) => {
    const line = sourceLines(text)[index];
    return line === undefined
      ? { start: 0, end: 1 }
      : { start: line.start, end: line.start + Math.max(1, length) };
  };
  const none = 'the deck has no cards, because no line begins with `## `';
  const cards = foreignCards(lines);
  if (cards !== null) {
    const range = place(cards.line, (lines[cards.line] ?? '').trimEnd().length);
    return finding('DECK_EMPTY', range, `${none}; ${cards.message}`, cards.help);
  }
  for (const [pattern, sign] of [
    [/^ {0,3}#{3,6}[ \t]+\S/, '###'],
    [/^ {1,3}##[ \t]+\S/, 'indented `##'],
    [/^##[^#\s]/, '##` without a space, `##'],
    [/^#[ \t]+\S.*[?？][ \t]*$/, '#'],
  ] as const) {
    const at = lines.findIndex((line) => pattern.test(line));
    if (at === -1) continue;
    const count = lines.filter((line) => pattern.test(line)).length;
    const written = /^\s*#+/.exec(lines[at] ?? '')?.[0].trim() ?? sign;
    const found =
      count === 1 ? `a heading has \`${written}\`` : `${String(count)} headings have \`${written}\``;
    const how = sign.startsWith('indented')
      ? ', after spaces'
      : sign.startsWith('##`')
        ? ', without a space after it'
        : '';
    return finding(
      'DECK_EMPTY',
      place(at, written.length + (/^\s*/.exec(lines[at] ?? '')?.[0].length ?? 0)),
      `${none}; ${found}${how}`,
    );
  }
  return finding('DECK_EMPTY', { start: 0, end: 1 }, none);
}
