import type { Element, ElementContent } from 'hast';
import type { Code, InlineCode } from 'mdast';
import { createHighlighterCoreSync, type HighlighterCore, type ThemeRegistration } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import c from 'shiki/langs/c.mjs';
import python from 'shiki/langs/python.mjs';
import shellscript from 'shiki/langs/shellscript.mjs';
import typescript from 'shiki/langs/typescript.mjs';
import { blankElement, type BlankView, splitAtBlanks } from '#lib/deck/markdown/placeholders.ts';
import { nearest } from '#lib/text/edit-distance.ts';

const tokenClasses = ['keyword', 'string', 'number', 'comment', 'function', 'constant', 'parameter'] as const;
/** The classes of tokens; each becomes the CSS class `tok-…`. Operators, punctuation and plain names have none. */
type TokenClass = (typeof tokenClasses)[number];

interface Token {
  readonly text: string;
  readonly tokenClass: TokenClass | null;
}

const scopes: Record<TokenClass, string[]> = {
  keyword: ['keyword', 'storage', 'keyword.operator.logical.python', 'variable.language'],
  string: ['string', 'constant.character.escape', 'punctuation.definition.string', 'storage.type.string'],
  number: ['constant.numeric'],
  comment: ['comment', 'punctuation.definition.comment'],
  function: ['entity.name.function', 'support.function', 'meta.function-call.generic'],
  constant: [
    'constant',
    'support.constant',
    'variable.other.constant',
    'entity.name.type',
    'entity.name.class',
    'support.type',
    'support.class',
  ],
  parameter: ['variable.parameter'],
};

// A theme distinguishes scopes by colour only: these colours mark classes and are never shown.
const plain = '#000000';
const colourOf = (index: number) => `#0000${(index + 1).toString(16).padStart(2, '0')}`;
const classOfColour = new Map(tokenClasses.map((tokenClass, index) => [colourOf(index), tokenClass]));

const theme: ThemeRegistration = {
  name: 'marks',
  type: 'light',
  fg: plain,
  bg: '#ffffff',
  settings: [
    { settings: { foreground: plain } },
    ...tokenClasses.map((tokenClass, index) => ({
      scope: scopes[tokenClass],
      settings: { foreground: colourOf(index) },
    })),
    {
      scope: ['keyword.operator', 'punctuation', 'meta.template.expression', 'constant.character.format'],
      settings: { foreground: plain },
    },
    {
      scope: ['keyword.operator.logical.python', 'keyword.operator.new', 'keyword.operator.expression'],
      settings: { foreground: colourOf(0) },
    },
    { scope: ['punctuation.definition.string'], settings: { foreground: colourOf(1) } },
    { scope: ['punctuation.definition.comment'], settings: { foreground: colourOf(3) } },
  ],
};

const languages = new Map([
  ['python', 'python'],
  ['py', 'python'],
  ['c', 'c'],
  ['h', 'c'],
  ['typescript', 'typescript'],
  ['ts', 'typescript'],
  ['javascript', 'typescript'],
  ['js', 'typescript'],
  ['shell', 'shellscript'],
  ['shellscript', 'shellscript'],
  ['sh', 'shellscript'],
  ['bash', 'shellscript'],
  ['zsh', 'shellscript'],
]);

/** Longer lines stay plain: a grammar may take quadratic time on them. */
const maxLineLength = 1000;

let highlighter: HighlighterCore | null = null;

/** Created for the first piece of code, because grammars take tens of milliseconds to compile. */
function theHighlighter(): HighlighterCore {
  highlighter ??= createHighlighterCoreSync({
    themes: [theme],
    langs: [python, c, typescript, shellscript],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  return highlighter;
}

/** The language that a name most likely stands for; `null`: the name is known, or is like none. */
export function misspeltLanguage(lang: string): string | null {
  const isUsual = lang.length < 4 || languages.has(lang.toLowerCase()) || /^[cj]ython$/i.test(lang);
  if (isUsual) return null;
  return nearest(
    lang,
    [...languages.keys()].filter((name) => name.length > 3),
  );
}

/**
 * Splits code into tokens; joined, their texts are the code again.
 *
 * @param lang as written after the fence, in any letter case; an unknown one, or `null`, gives one plain token
 */
export function highlight(code: string, lang: string | null): Token[] {
  const language = languages.get(lang?.toLowerCase() ?? '');
  if (language === undefined || code === '') return code === '' ? [] : [{ text: code, tokenClass: null }];
  const tokens: Token[] = [];
  let from = 0;
  const lines = theHighlighter().codeToTokensBase(code, {
    lang: language,
    theme: 'marks',
    tokenizeMaxLineLength: maxLineLength,
    tokenizeTimeLimit: 0,
  });
  for (const token of lines.flat()) {
    // Tokens do not include the line endings between them.
    if (token.offset > from) tokens.push({ text: code.slice(from, token.offset), tokenClass: null });
    tokens.push({
      text: token.content,
      tokenClass: classOfColour.get(token.color?.toLowerCase() ?? '') ?? null,
    });
    from = token.offset + token.content.length;
  }
  if (from < code.length) tokens.push({ text: code.slice(from), tokenClass: null });
  return tokens;
}

const languageNames = new Map([
  ['python', 'Python'],
  ['py', 'Python'],
  ['c', 'C'],
  ['typescript', 'TypeScript'],
  ['ts', 'TypeScript'],
  ['javascript', 'JavaScript'],
  ['js', 'JavaScript'],
  ['sh', 'Shell'],
  ['shell', 'Shell'],
  ['bash', 'Shell'],
  ['lab', 'Lab'],
]);

/** Markdown does not change backslashes in code, so `\{{` becomes literal here. */
function unescapeBraces(code: string): string {
  return code.replace(/(\\+)(?=\{\{)/g, (slashes) => (slashes.length % 2 === 1 ? slashes.slice(1) : slashes));
}

interface Stretch {
  readonly text: string;
  readonly blank: number | null;
}

function stretches(value: string, view: BlankView): Stretch[] {
  return splitAtBlanks(value, view.mark).map((piece): Stretch =>
    typeof piece === 'number'
      ? { text: view.blanks[piece]?.answer ?? '', blank: piece }
      : { text: unescapeBraces(piece), blank: null },
  );
}

function token(text: string, tokenClass: string | null): ElementContent {
  const content: ElementContent = { type: 'text', value: text };
  if (tokenClass === null) return content;
  return {
    type: 'element',
    tagName: 'span',
    properties: { className: [`tok-${tokenClass}`] },
    children: [content],
  };
}

/** Highlights the code with every answer in its place, then cuts the tokens at the ends of the blanks. */
function codeChildren(pieces: readonly Stretch[], lang: string | null, view: BlankView): ElementContent[] {
  const tokens = highlight(pieces.map((piece) => piece.text).join(''), lang);
  const children: ElementContent[] = [];
  let index = 0;
  let used = 0;
  for (const piece of pieces) {
    const inside: ElementContent[] = [];
    let left = piece.text.length;
    while (left > 0) {
      const current = tokens[index];
      if (current === undefined) break;
      const text = current.text.slice(used, used + left);
      inside.push(token(text, current.tokenClass));
      left -= text.length;
      used += text.length;
      if (used < current.text.length) continue;
      index++;
      used = 0;
    }
    children.push(...(piece.blank === null ? inside : blankElement(piece.blank, inside, view)));
  }
  return children;
}

/** A code block. The keyboard can focus it, because it may scroll. */
export function codeElement(node: Code, defaultLang: string | null, view: BlankView): Element {
  const lang = (node.lang ?? defaultLang ?? 'text').toLowerCase();
  const name = languageNames.get(lang);
  const pieces = stretches(node.value.replace(/\r\n?/g, '\n'), view);
  const code: Element = {
    type: 'element',
    tagName: 'code',
    properties: {},
    children: codeChildren(pieces, lang, view),
  };
  const ariaLabel = name === undefined ? 'Code' : `${name} code`;
  return {
    type: 'element',
    tagName: 'pre',
    properties: { className: ['code'], dataLang: lang, tabIndex: 0, role: 'group', ariaLabel },
    children: [code],
  };
}

export function inlineCodeElement(node: InlineCode, view: BlankView): Element {
  const pieces = stretches(node.value.replace(/\r\n?|\n/g, ' '), view);
  return { type: 'element', tagName: 'code', properties: {}, children: codeChildren(pieces, null, view) };
}
