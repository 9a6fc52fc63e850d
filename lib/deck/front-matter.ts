import { isMap, isScalar, isSeq, type Pair, type ParsedNode, parseDocument, type YAMLError } from 'yaml';
import { misspeltLanguage } from '#lib/deck/markdown/code.ts';
import { idPattern, parseTopics } from '#lib/deck/syntax/heading.ts';
import { slug } from '#lib/deck/syntax/slug.ts';
import type { FrontMatterSource } from '#lib/deck/syntax/split-deck.ts';
import { type Finding, finding, type Range, sourceLines } from '#lib/diagnostics/finding.ts';
import { nearest } from '#lib/text/edit-distance.ts';
import { languageTag } from '#lib/text/language.ts';

const assignment = /^([\w-]+)[ \t]*=[ \t]*(\S.*)$/;
const entry = /^([\w-]+:[ \t]+)(\S.*?)[ \t]*$/;
/** Values that YAML does not read as plain text: one of its own characters first, text after a list, or a second colon. */
const needsQuotes = /^[`@%&*!]|^\[[^\]]*\][ \t]*[^\s#]|^[^"'[{].*:(?:[ \t]|$)/;

function broken(range: Range, reason: string, help?: string): Finding {
  return finding('FRONT_MATTER_BROKEN', range, `the front matter is not valid YAML: ${reason}`, help);
}

/** Problems that a single line shows. */
function lineFindings(yaml: string, offset: number): Finding[] {
  return sourceLines(yaml).flatMap((line): Finding[] => {
    const text = yaml.slice(line.start, line.end);
    const start = offset + line.start;
    const [assigned, name = '', right = ''] = assignment.exec(text) ?? [];
    if (assigned !== undefined) {
      const range = { start, end: start + assigned.length };
      return [
        broken(range, 'this is TOML, where YAML has a colon', `write \`${name}: ${right}\`, as YAML does`),
      ];
    }
    const [, key = '', value = ''] = entry.exec(text) ?? [];
    if (!needsQuotes.test(value)) return [];
    const range = { start: start + key.length, end: start + key.length + value.length };
    const quoted = `"${value.replace(/["\\]/g, '\\$&')}"`;
    return [broken(range, 'this value needs quotes', `put the value in quotes: \`${key.trim()} ${quoted}\``)];
  });
}

/** The syntax errors of the front matter, as exactly as their lines show them. */
function yamlFindings(yaml: string, offset: number, errors: readonly YAMLError[]): Finding[] {
  if (errors.length === 0) return [];
  const twice = errors
    .filter(({ code }) => code === 'DUPLICATE_KEY')
    .map(({ pos: [at] }) => {
      const key = /^[^:\s]*/.exec(yaml.slice(at))?.[0] ?? '';
      const range = { start: offset + at, end: offset + at + key.length };
      return finding('FRONT_MATTER_BROKEN', range, `the key \`${key}\` is there twice`, 'remove one of them');
    });
  const found = [...twice, ...lineFindings(yaml, offset)];
  const [other] = errors.filter(({ code }) => code !== 'DUPLICATE_KEY');
  if (found.length > twice.length || other === undefined) return found;
  // The parser notices only at the end, a line after the last one, that something is not closed.
  const end = yaml.trimEnd().length;
  const range = {
    start: offset + Math.min(other.pos[0], end),
    end: offset + Math.min(other.pos[1], end),
  };
  return [...found, broken(range, other.message.split('\n')[0]?.trim() ?? '')];
}

type YamlPair = Pair<ParsedNode, ParsedNode | null>;

/** The keys that the front matter of one sort of file may have. */
interface KeyRules<Key extends string> {
  /** `deck` or `lab`, as messages name the file. */
  readonly file: string;
  readonly keys: readonly Key[];
  readonly required: readonly Key[];
  /** Sets a value; returns what is expected if it is not valid. */
  readonly set: (key: Key, value: ParsedNode | null, range: Range) => string | null;
  /** Findings for a valid value that probably does not mean what its author thinks. */
  readonly doubtful?: (pair: YamlPair, yaml: string, offset: number) => readonly Finding[];
}

function rangeOf(node: ParsedNode | null, offset: number): Range | null {
  return node === null ? null : { start: offset + node.range[0], end: offset + node.range[1] };
}

export function stringOf(value: ParsedNode | null): string | null {
  if (!isScalar(value)) return null;
  const text = typeof value.value === 'string' ? value.value : (value.source ?? '');
  return text.trim() === '' || value.value === null ? null : text.trim();
}

/** Empty for a key that is not a scalar: a list or map may be too deep to be written out. */
function keyName(key: ParsedNode): string {
  return isScalar(key) ? String(key.value) : '';
}

/** Numbers of topics, ascending; `null`: the value is something else. */
export function topicsOf(value: ParsedNode | null): number[] | null {
  if (isSeq(value))
    return value.items.length === 0 ? [] : parseTopics(value.items.map((item) => stringOf(item) ?? ''));
  const text = stringOf(value);
  return text === null ? null : parseTopics(text.split(','));
}

function alternatives(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  return [quoted.slice(0, -1).join(', '), quoted.at(-1)].join(' or ');
}

function readPair<Key extends string>(pair: YamlPair, offset: number, rules: KeyRules<Key>): Finding | null {
  const keyRange = rangeOf(pair.key, offset) ?? { start: offset, end: offset };
  const name = keyName(pair.key);
  const key = rules.keys.find((known) => known === name);
  if (key === undefined) {
    const near = nearest(name, rules.keys);
    const help = near === null ? `use ${alternatives(rules.keys)}` : `write \`${near}\``;
    const message = `the front matter has an unknown key \`${name}\``;
    return finding('FRONT_MATTER_KEY_UNKNOWN', keyRange, message, help);
  }
  const valueRange = rangeOf(pair.value, offset);
  const range = valueRange === null || valueRange.end === valueRange.start ? keyRange : valueRange;
  const expected = rules.set(key, pair.value, range);
  return expected === null
    ? null
    : finding('FRONT_MATTER_VALUE', range, `the value of \`${name}\` is not valid`, `write ${expected}`);
}

function readYaml<Key extends string>(
  yaml: string,
  offset: number,
  rules: KeyRules<Key>,
  written: Set<string>,
): Finding[] {
  const document = parseDocument(yaml.replace(/\r(?!\n)/g, '\n'), {
    prettyErrors: false,
    uniqueKeys: true,
    strict: true,
  });
  const findings = yamlFindings(yaml, offset, document.errors);
  const { contents } = document;
  if (isMap(contents)) {
    for (const pair of contents.items) {
      written.add(keyName(pair.key));
      const found = readPair(pair, offset, rules);
      if (found !== null) findings.push(found);
      else findings.push(...(rules.doubtful?.(pair, yaml, offset) ?? []));
    }
  } else if (contents !== null && findings.length === 0) {
    const [line] = lineFindings(yaml, offset);
    findings.push(line ?? finding('FRONT_MATTER_BROKEN', { start: offset, end: offset + 1 }));
  }
  return findings;
}

/** Reports that there is no front matter, at the line that was probably meant as its first one. */
function missingFinding(text: string, { file, required }: KeyRules<string>): Finding {
  const keys = required.map((key) => `\`${key}: …\``).join(', ');
  const help = `begin the file with \`---\`, ${keys}, \`---\``;
  const [almost] = /^(?:-{2,}|\+{3,}|[ \t]+---)[ \t]*(?=[\r\n])/.exec(text) ?? [];
  if (almost !== undefined) {
    const isToml = almost.startsWith('+');
    const message = `the ${file} has no front matter: the first line is \`${almost.trim()}\`${isToml ? ', as in TOML' : ''}, not \`---\``;
    return finding('FRONT_MATTER_MISSING', { start: 0, end: almost.length }, message, help);
  }
  const isLater = /^[^\r\n]*(?:\r\n|\r|\n)---[ \t]*(?:[\r\n]|$)/.test(text);
  const start = { start: 0, end: 1 };
  return isLater
    ? finding(
        'FRONT_MATTER_MISSING',
        start,
        `the ${file} has no front matter: its \`---\` is on line 2`,
        'put it on line 1, with nothing above it',
      )
    : finding('FRONT_MATTER_MISSING', start, `the ${file} has no front matter`, help);
}

/** Passes each value to `rules.set`; returns all problems of the front matter, including those that others cause. */
export function readFrontMatter<Key extends string>(
  text: string,
  source: FrontMatterSource | 'missing' | 'unclosed',
  rules: KeyRules<Key>,
): Finding[] {
  const begin = { start: 0, end: 3 };
  if (source === 'missing') {
    const { file, keys, required } = rules;
    return [missingFinding(text, { file, keys, required, set: () => null })];
  }
  if (source === 'unclosed') return [finding('FRONT_MATTER_UNCLOSED', begin)];
  const written = new Set<string>();
  const yaml = text.slice(source.yaml.start, source.yaml.end);
  const findings = readYaml(yaml, source.yaml.start, rules, written);
  for (const key of rules.required) {
    if (written.has(key)) continue;
    const typo = findings.find(
      ({ code, start, end }) =>
        code === 'FRONT_MATTER_KEY_UNKNOWN' && nearest(text.slice(start, end), rules.keys) === key,
    );
    const message = `the front matter has no \`${key}\``;
    findings.push(
      typo === undefined
        ? finding('FRONT_MATTER_KEY_MISSING', begin, message, `add \`${key}: …\``)
        : finding('FRONT_MATTER_KEY_MISSING', typo, message, `write \`${key}\` here`),
    );
  }
  return findings;
}

export interface FrontMatter {
  readonly deck: string;
  readonly title: string;
  /** The place of the deck among the others; `null`: after those that have one. */
  readonly order: number | null;
  /** Language of the prose, in BCP 47. */
  readonly language: string;
  /** Language of code blocks without one; `null`: they are plain. */
  readonly codeLang: string | null;
  /** Topics of cards without their own; ascending. */
  readonly topics: readonly number[];
  /** The value of `topics`. */
  readonly topicsRange: Range | null;
  /** Names of topics by number. */
  readonly topicNames: ReadonlyMap<number, string>;
  /** The value of `deck`; `null`: the name comes from the name of the file. */
  readonly deckRange: Range | null;
}

const keys = ['deck', 'title', 'order', 'lang', 'language', 'topics', 'topic-names'] as const;
type Key = (typeof keys)[number];

interface Draft {
  deck: string | null;
  title: string | null;
  order: number | null;
  language: string;
  codeLang: string | null;
  topics: readonly number[];
  topicsRange: Range | null;
  topicNames: ReadonlyMap<number, string>;
  deckRange: Range | null;
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

/** Sets one key; returns what is expected if the value is not valid. */
function setKey(key: Key, value: ParsedNode | null, range: Range, draft: Draft): string | null {
  const text = stringOf(value);
  switch (key) {
    case 'deck':
      if (text === null || !idPattern.test(text))
        return 'lowercase letters, digits and single hyphens, as in `deck: sockets`';
      draft.deck = text;
      return null;
    case 'title':
      if (text === null) return 'a line of text';
      draft.title = text;
      return null;
    case 'order':
      if (text === null || !/^[1-9]\d{0,3}$/.test(text))
        return 'a whole number from 1 on, the place of the deck in the list, as in `order: 2`';
      draft.order = Number(text);
      return null;
    case 'lang':
      if (text === null || !/^[\w+#-]{1,32}$/.test(text))
        return 'the name of a programming language, as in `lang: python`';
      draft.codeLang = text.toLowerCase();
      return null;
    case 'language':
      draft.language = languageTag(text ?? '') ?? draft.language;
      return languageTag(text ?? '') === null
        ? 'the tag of a language, as in `language: en` or `language: de-CH`'
        : null;
    case 'topics': {
      const topics = topicsOf(value);
      if (topics === null) return 'whole numbers, as in `topics: [3, 8]`';
      draft.topics = topics;
      draft.topicsRange = range;
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

/** Findings for a valid value that probably does not mean what its author thinks. */
function doubtful({ key, value }: YamlPair, yaml: string, offset: number): Finding[] {
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

/** `content/decks/TCP sockets.md` → `tcp-sockets` */
function deckNameOf(file: string): string {
  const name = file.split(/[/\\]/).at(-1) ?? '';
  return slug(name.replace(/\.[^.]*$/, '')) || 'deck';
}

/** Reads the front matter; returns a usable one whatever is missing or broken. */
export function parseFrontMatter(
  text: string,
  source: FrontMatterSource | 'missing' | 'unclosed',
  file: string,
): { frontMatter: FrontMatter; findings: readonly Finding[] } {
  const draft: Draft = {
    deck: null,
    title: null,
    order: null,
    language: 'en',
    codeLang: null,
    topics: [],
    topicsRange: null,
    topicNames: new Map(),
    deckRange: null,
  };
  const findings = readFrontMatter(text, source, {
    file: 'deck',
    keys,
    required: ['deck', 'title'],
    set: (key, value, range) => {
      const expected = setKey(key, value, range, draft);
      if (key === 'deck') draft.deckRange = expected === null ? range : null;
      return expected;
    },
    doubtful,
  });
  const deck = draft.deck ?? deckNameOf(file);
  return { frontMatter: { ...draft, deck, title: draft.title ?? deck }, findings };
}
