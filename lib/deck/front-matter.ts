import { isMap, isScalar, type ParsedNode } from 'yaml';
import { idPattern, parseTopics } from '#lib/deck/card-comment.ts';
import {
  keyName,
  rangeOf,
  readFrontMatter,
  stringOf,
  topicsOf,
  type YamlPair,
} from '#lib/deck/front-matter-keys.ts';
import { misspeltLanguage } from '#lib/deck/highlight.ts';
import { slug } from '#lib/deck/slug.ts';
import type { FrontMatterSource } from '#lib/deck/split-deck.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

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
      if (text === null || !/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/.test(text))
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

/** Of a value that is valid: what likely does not mean what its author thinks. */
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
  const findings = readFrontMatter(text, source, {
    file: 'deck',
    keys,
    required: ['deck', 'title'],
    set: (key, value, range) => {
      const expected = setKey(key, value, draft);
      if (key === 'deck') draft.deckRange = expected === null ? range : null;
      return expected;
    },
    doubtful,
  });
  const deck = draft.deck ?? deckNameOf(file);
  return { frontMatter: { ...draft, deck, title: draft.title ?? deck }, findings };
}
