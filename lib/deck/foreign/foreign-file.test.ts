import { describe, expect, it } from 'vitest';
import { createDeckReader } from '#lib/deck/deck-reader.ts';
import { foreignFile } from '#lib/deck/foreign/foreign-file.ts';

const encoder = new TextEncoder();

/** The beginning of a ZIP archive that holds a file of the name. */
function zip(name: string): Uint8Array {
  return new Uint8Array([0x50, 0x4b, 3, 4, ...new Array<number>(26).fill(0), ...encoder.encode(name)]);
}

describe('a file that is not a deck', () => {
  it.each([
    ['anki.txt', '#separator:tab\n#html:true\nWhich call waits?\taccept\n', 'a text export of Anki'],
    ['notes.txt', 'Which call waits?\taccept\nWhich listens?\tlisten\n', 'a table with tabs'],
    ['quiz.gift', '::q1:: Which call makes a socket passive? {\n=listen\n~bind\n}\n', 'a quiz in GIFT'],
    ['quiz.txt', '// comment\nWho waits? {=accept ~bind}\n', 'a quiz in GIFT'],
    ['quiz.txt', '$CATEGORY: sockets\n\nWho waits?{}\n', 'a quiz in GIFT'],
    ['quiz.txt', 'Who waits?\nA. bind\nB. accept\nANSWER: B\n', 'a quiz in Aiken'],
    [
      'questions.xml',
      '<?xml version="1.0"?>\n<quiz>\n<question type="shortanswer">\n',
      'a quiz in Moodle XML',
    ],
    ['item.xml', '<?xml version="1.0"?>\n<assessmentItem identifier="q1">\n', 'questions in QTI'],
    ['item.xml', '<qti-assessment-item identifier="q1">\n', 'questions in QTI'],
    ['items.xml', '<questestinterop><assessment/></questestinterop>', 'questions in QTI'],
    ['outline.opml', '<opml version="2.0"></opml>', 'an outline in OPML'],
    ['page.html', '<!DOCTYPE html>\n<html></html>', 'a page of HTML'],
    ['cards.csv', 'front,back\nsocket,an end\nport,a number\n', 'a table in CSV'],
    ['cards.tsv', 'front\tback\nsocket\tan end\n', 'a table with tabs'],
    ['cards.dat', 'a;b\nc;d\n', 'a table in CSV'],
    ['deck.json', '[{"front": "a"}]\n', 'a file of JSON'],
    ['cards.txt', 'Q: Who waits?\nA: accept\n', 'a file of cards of hashcards'],
    [
      'note.txt',
      'Who waits?::accept\nWho listens?::listen\n',
      'a file of cards of Obsidian Spaced Repetition',
    ],
    ['deck.toml', '+++\nname = "x"\n+++\n', 'a file with front matter in TOML'],
    ['deck.org', '#+TITLE: Sockets\n* A card\n', 'a file of Org mode'],
    ['deck.markdown', '---\ndeck: d\ntitle: D\n---\n\n## Q\nA\n', 'Markdown under another ending'],
    ['deck.MD', '## Q\nA\n', 'text'],
    ['deck.md.bak', '---\ndeck: d\ntitle: D\n---\n', 'Markdown under another ending'],
    ['readme.txt', 'Just some words.\n', 'text that is no deck'],
    ['empty.txt', '\n', 'empty'],
  ])('is named with what it looks like: %s', (name, text, what) => {
    expect(foreignFile(name, encoder.encode(text)).what).toContain(what);
  });

  it.each([
    ['deck.apkg', zip('collection.anki21b'), 'a package of Anki'],
    ['deck.zip', zip('collection.anki2'), 'a package of Anki'],
    ['deck.mochi', zip('data.json'), 'an export of Mochi'],
    ['quiz.zip', zip('imsmanifest.xml'), 'a package of QTI'],
    ['deck.docx', zip('word/document.xml'), 'a document of Word'],
    ['deck.xlsx', zip('xl/workbook.xml'), 'a sheet of Excel'],
    ['deck.zip', zip('a'), 'an archive'],
    ['collection.anki2', encoder.encode('SQLite format 3\0'), 'a database of SQLite'],
    ['deck.pdf', encoder.encode('%PDF-1.7'), 'a PDF'],
    ['deck.bin', new Uint8Array([1, 0, 2]), 'not text'],
    ['broken.apkg', new Uint8Array([1, 0, 2]), 'a package of Anki'],
  ])('is named by its bytes: %s', (name, bytes, what) => {
    expect(foreignFile(name, bytes).what).toContain(what);
  });

  it('has only to be renamed if only its ending is wrong', () => {
    const { way } = foreignFile('sockets.markdown', encoder.encode('---\ndeck: d\ntitle: D\n---\n'));
    expect(way).toContain('rename it to `sockets.md`');
  });
});

describe('a file that ends in .md', () => {
  const check = (text: string) => createDeckReader().check(text, { file: 'd.md' }).diagnostics;
  const codesOf = (text: string) => check(text).map(({ code }) => code);
  const front = '---\ndeck: d\ntitle: D\n---\n';

  it.each([
    '::q1:: Who waits? {\n=accept\n~bind\n}\n',
    'Who waits?::accept\n<!--SR:!2025-01-02,3,250-->\n',
    'Q: Who waits?\nA: accept\n',
    '#separator:tab\na\tb\n',
    '<?xml version="1.0"?>\n<quiz><question type="essay"/></quiz>\n',
    '+++\nname = "x"\n+++\n\nText\n',
  ])('has one problem if it is something else: %j', (text) => {
    expect(codesOf(text)).toEqual(['FILE_FOREIGN']);
  });

  it.each([
    ['Only text.\n', 'no line begins with `## `'],
    ['### What is a port?\nA number.\n\n### And a host?\nA computer.\n', '2 headings have `###`'],
    ['#### What is a port?\nA number.\n', 'a heading has `####`'],
    ['##What is a port?\nA number.\n', 'a heading has `##`, without a space after it'],
    [' ## What is a port?\nA number.\n', 'a heading has `##`, after spaces'],
    ['# What is a port?\nA number.\n', 'a heading has `#`'],
    ['Q: Who waits?\nA: accept\n', 'look like cards of hashcards'],
    ['Who waits?::accept\n', 'looks like a card of Obsidian'],
    ['Who waits?\n?\naccept\n', 'a line of only `?`'],
    ['Who waits? #card\n- accept\n', 'this tag'],
  ])('says what was looked for if it has no card: %j', (text, message) => {
    const found = check(front + text);
    expect(found.map(({ code }) => code)).toEqual(['DECK_EMPTY']);
    expect(found[0]?.message).toContain('no line begins with `## `');
    expect(found[0]?.message).toContain(message);
  });
});
