import { isMap, isScalar, isSeq, type Pair, parseDocument, type ParsedNode } from 'yaml';
import { idPattern, parseTopics } from '#lib/deck/card-comment.ts';
import { misspeltLanguage } from '#lib/deck/highlight.ts';
import { slug } from '#lib/deck/slug.ts';
import type { FrontMatterSource } from '#lib/deck/split-deck.ts';
import { yamlFindings } from '#lib/deck/yaml-findings.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';
import { nearest } from '#lib/diagnostics/nearest.ts';

export interface FrontMatter {
  readonly deck: string;
  readonly title: string;
  /** BCP 47, of the prose. */
  readonly language: string;
  /** Language of code that names none; `null`: plain. */
  readonly codeLang: string | null;
  /** For cards that name none; ascending. */
  readonly topics: readonly number[];
  /** What the topics are called, by number. */
  readonly topicNames: ReadonlyMap<number, string>;
  /** Where `deck` was given; `null` when it was derived from the file's name. */
  readonly deckRange: Range | null;
}

const keys = ['deck', 'title', 'lang', 'language', 'topics', 'topic-names'] as const;
type Key = (typeof keys)[number];

interface Draft {
  deck: string | null;
  title: string | null;
  language: string;
  codeLang: string | null;
  topics: readonly number[];
  topicNames: ReadonlyMap<number, string>;
  deckRange: Range | null;
}

function isKey(text: string): text is Key {
  return keys.some((key) => key === text);
}

function rangeOf(node: ParsedNode | null, offset: number): Range | null {
  return node === null ? null : { start: offset + node.range[0], end: offset + node.range[1] };
}

function stringOf(value: ParsedNode | null): string | null {
  if (!isScalar(value)) return null;
  const text = typeof value.value === 'string' ? value.value : (value.source ?? '');
  return text.trim() === '' || value.value === null ? null : text.trim();
}

/** Empty for a key that is no plain word: a list or map could be too deep to write out. */
function keyName(key: ParsedNode): string {
  return isScalar(key) ? String(key.value) : '';
}

function topicsOf(value: ParsedNode | null): number[] | null {
  if (isSeq(value))
    return value.items.length === 0 ? [] : parseTopics(value.items.map((item) => stringOf(item) ?? ''));
  const text = stringOf(value);
  return text === null ? null : parseTopics(text.split(','));
}

function topicNamesOf(value: ParsedNode | null): Map<number, string> | null {
  if (!isMap(value)) return null;
  const names = new Map<number, string>();
  for (const { key, value: name } of value.items) {
    const [topic] = parseTopics([keyName(key)]) ?? [];
    const text = stringOf(name);
    if (topic === undefined || text === null) return null;
    names.set(topic, text);
  }
  return names;
}

/** Sets one key; what the value should have been comes back when it is not valid. */
function setKey(key: Key, value: ParsedNode | null, draft: Draft): string | null {
  const text = stringOf(value);
  switch (key) {
    case 'deck':
      if (text === null || !idPattern.test(text))
        return 'small letters, digits and single hyphens, as in `deck: sockets`';
      draft.deck = text;
      return null;
    case 'title':
      if (text === null) return 'a line of text';
      draft.title = text;
      return null;
    case 'lang':
      if (text === null || !/^[\w+#-]{1,32}$/.test(text))
        return 'the name of a programming language, as in `lang: python`';
      draft.codeLang = text.toLowerCase();
      return null;
    case 'language':
      if (text === null || !/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(text))
        return 'a language tag, as in `language: en`';
      draft.language = text;
      return null;
    case 'topics': {
      const topics = topicsOf(value);
      if (topics === null) return 'whole numbers, as in `topics: [3, 8]`';
      draft.topics = topics;
      return null;
    }
    case 'topic-names': {
      const names = topicNamesOf(value);
      if (names === null) return 'a name for each number, as in `topic-names: {3: the backlog}`';
      draft.topicNames = names;
      return null;
    }
    default:
      return key satisfies never;
  }
}

function readPair(pair: Pair<ParsedNode, ParsedNode | null>, offset: number, draft: Draft): Finding | null {
  const keyRange = rangeOf(pair.key, offset) ?? { start: offset, end: offset };
  const name = keyName(pair.key);
  if (!isKey(name)) {
    const near = nearest(name, keys);
    const help = near === null ? undefined : `write \`${near}\``;
    return finding(
      'FRONT_MATTER_KEY_UNKNOWN',
      keyRange,
      `the front matter has an unknown key \`${name}\``,
      help,
    );
  }
  const valueRange = rangeOf(pair.value, offset);
  const range = valueRange === null || valueRange.end === valueRange.start ? keyRange : valueRange;
  if (name === 'deck') draft.deckRange = range;
  const expected = setKey(name, pair.value, draft);
  if (expected === null) return null;
  if (name === 'deck') draft.deckRange = null;
  return finding('FRONT_MATTER_VALUE', range, `the value of \`${name}\` is not valid`, `write ${expected}`);
}

/** Of a value that is valid: what likely does not mean what its author thinks. */
function doubtful(
  { key, value }: Pair<ParsedNode, ParsedNode | null>,
  yaml: string,
  offset: number,
): Finding[] {
  const name = keyName(key);
  if (value === null) return [];
  if (name === 'title' && isScalar(value) && value.comment != null) {
    const at = yaml.indexOf('#', value.range[1]);
    const end = at + 1 + value.comment.length;
    return at === -1 ? [] : [finding('FRONT_MATTER_COMMENT', { start: offset + at, end: offset + end })];
  }
  const lang = name === 'lang' ? stringOf(value) : null;
  const near = lang === null ? null : misspeltLanguage(lang);
  if (near === null) return [];
  const message = `\`${lang ?? ''}\` is not a known language`;
  return [
    finding(
      'FRONT_MATTER_LANG',
      rangeOf(value, offset) ?? { start: offset, end: offset },
      message,
      `write \`lang: ${near}\``,
    ),
  ];
}

function readYaml(yaml: string, offset: number, draft: Draft): Finding[] {
  const document = parseDocument(yaml, { prettyErrors: false, uniqueKeys: true, strict: true });
  const findings = yamlFindings(yaml, offset, document.errors);
  const isBroken = findings.length > 0;
  const { contents } = document;
  if (isMap(contents)) {
    for (const pair of contents.items) {
      const found = readPair(pair, offset, draft);
      // One broken line makes odd values on the lines after it; only the cause is told.
      if (isBroken) continue;
      if (found !== null) findings.push(found);
      else findings.push(...doubtful(pair, yaml, offset));
    }
  } else if (contents !== null && !isBroken) {
    findings.push(finding('FRONT_MATTER_BROKEN', { start: offset, end: offset + 1 }));
  }
  return findings;
}

/** `content/decks/TCP sockets.md` → `tcp-sockets` */
function deckNameOf(file: string): string {
  const name = file.split(/[/\\]/).at(-1) ?? '';
  return slug(name.replace(/\.[^.]*$/, '')) || 'deck';
}

/** What stands in place of the front matter, where it was likely meant to be one. */
function missingFinding(text: string): Finding {
  const [almost] = /^(?:-{2,}|\+{3,}|[ \t]+---)[ \t]*(?=[\r\n])/.exec(text) ?? [];
  if (almost !== undefined) {
    const message = `the deck has no front matter: the first line is \`${almost}\`, not \`---\``;
    return finding('FRONT_MATTER_MISSING', { start: 0, end: almost.length }, message);
  }
  const isLater = /^[^\r\n]*(?:\r\n|\r|\n)---[ \t]*(?:[\r\n]|$)/.test(text);
  return isLater
    ? finding(
        'FRONT_MATTER_MISSING',
        { start: 0, end: 1 },
        'the deck has no front matter: its `---` is on line 2',
        'put it on line 1, with nothing above it',
      )
    : finding('FRONT_MATTER_MISSING', { start: 0, end: 1 });
}

/** Reads the front matter; whatever is missing or broken in it, a usable one comes back. */
export function parseFrontMatter(
  text: string,
  source: FrontMatterSource | 'missing' | 'unclosed',
  file: string,
): { frontMatter: FrontMatter; findings: readonly Finding[] } {
  const draft: Draft = {
    deck: null,
    title: null,
    language: 'en',
    codeLang: null,
    topics: [],
    topicNames: new Map(),
    deckRange: null,
  };
  const findings: Finding[] = [];
  const begin = { start: 0, end: 3 };
  if (source === 'missing') findings.push(missingFinding(text));
  else if (source === 'unclosed') findings.push(finding('FRONT_MATTER_UNCLOSED', begin));
  else {
    findings.push(...readYaml(text.slice(source.yaml.start, source.yaml.end), source.yaml.start, draft));
    const told = findings.some(
      (found) => found.code === 'FRONT_MATTER_BROKEN' || found.code === 'FRONT_MATTER_VALUE',
    );
    for (const key of ['deck', 'title'] as const) {
      if (draft[key] !== null || told) continue;
      const typo = findings.findIndex(
        ({ code, start, end }) =>
          code === 'FRONT_MATTER_KEY_UNKNOWN' && nearest(text.slice(start, end), keys) === key,
      );
      const at = findings[typo];
      const message = `the front matter has no \`${key}\``;
      if (at === undefined)
        findings.push(finding('FRONT_MATTER_KEY_MISSING', begin, message, `add \`${key}: …\``));
      else findings[typo] = finding('FRONT_MATTER_KEY_MISSING', at, message, `write \`${key}\` here`);
    }
  }
  const deck = draft.deck ?? deckNameOf(file);
  return { frontMatter: { ...draft, deck, title: draft.title ?? deck }, findings };
}
