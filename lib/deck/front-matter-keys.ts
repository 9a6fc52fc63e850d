import { isMap, isScalar, isSeq, type Pair, parseDocument, type ParsedNode } from 'yaml';
import { parseTopics } from '#lib/deck/card-comment.ts';
import type { FrontMatterSource } from '#lib/deck/split-deck.ts';
import { yamlFindings } from '#lib/deck/yaml-findings.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';
import { nearest } from '#lib/diagnostics/nearest.ts';

export type YamlPair = Pair<ParsedNode, ParsedNode | null>;

/** What the front matter of one sort of file may hold. */
export interface KeyRules<Key extends string> {
  /** `deck` or `lab`, as messages name the file. */
  readonly file: string;
  readonly keys: readonly Key[];
  readonly required: readonly Key[];
  /** Takes a value; what it should have been comes back when it is not valid. */
  readonly set: (key: Key, value: ParsedNode | null, range: Range) => string | null;
  /** Of a value that is valid: what likely does not mean what its author thinks. */
  readonly doubtful?: (pair: YamlPair, yaml: string, offset: number) => readonly Finding[];
}

export function rangeOf(node: ParsedNode | null, offset: number): Range | null {
  return node === null ? null : { start: offset + node.range[0], end: offset + node.range[1] };
}

export function stringOf(value: ParsedNode | null): string | null {
  if (!isScalar(value)) return null;
  const text = typeof value.value === 'string' ? value.value : (value.source ?? '');
  return text.trim() === '' || value.value === null ? null : text.trim();
}

/** Empty for a key that is no plain word: a list or map could be too deep to write out. */
export function keyName(key: ParsedNode): string {
  return isScalar(key) ? String(key.value) : '';
}

/** Numbers of topics, ascending; `null` when it is something else. */
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
  given: Set<string>,
): Finding[] {
  const document = parseDocument(yaml.replace(/\r(?!\n)/g, '\n'), {
    prettyErrors: false,
    uniqueKeys: true,
    strict: true,
  });
  const findings = yamlFindings(yaml, offset, document.errors);
  const isBroken = findings.length > 0;
  const { contents } = document;
  if (isMap(contents)) {
    for (const pair of contents.items) {
      const found = readPair(pair, offset, rules);
      if (found === null) given.add(keyName(pair.key));
      // One broken line makes odd values on the lines after it; only the cause is told.
      if (isBroken) continue;
      if (found !== null) findings.push(found);
      else findings.push(...(rules.doubtful?.(pair, yaml, offset) ?? []));
    }
  } else if (contents !== null && !isBroken) {
    findings.push(finding('FRONT_MATTER_BROKEN', { start: offset, end: offset + 1 }));
  }
  return findings;
}

/** What stands in place of the front matter, where it was likely meant to be one. */
function missingFinding(text: string, { file, required }: KeyRules<string>): Finding {
  const keys = required.map((key) => `\`${key}: …\``).join(', ');
  const help = `begin the file with \`---\`, ${keys}, \`---\``;
  const [almost] = /^(?:-{2,}|\+{3,}|[ \t]+---)[ \t]*(?=[\r\n])/.exec(text) ?? [];
  if (almost !== undefined) {
    const message = `the ${file} has no front matter: the first line is \`${almost}\`, not \`---\``;
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

/** Gives each valid value to `rules.set`, and says what is wrong in the front matter of a file. */
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
  const given = new Set<string>();
  const yaml = text.slice(source.yaml.start, source.yaml.end);
  const findings = readYaml(yaml, source.yaml.start, rules, given);
  const told = findings.some(
    (found) => found.code === 'FRONT_MATTER_BROKEN' || found.code === 'FRONT_MATTER_VALUE',
  );
  for (const key of rules.required) {
    if (given.has(key) || told) continue;
    const typo = findings.findIndex(
      ({ code, start, end }) =>
        code === 'FRONT_MATTER_KEY_UNKNOWN' && nearest(text.slice(start, end), rules.keys) === key,
    );
    const at = findings[typo];
    const message = `the front matter has no \`${key}\``;
    if (at === undefined)
      findings.push(finding('FRONT_MATTER_KEY_MISSING', begin, message, `add \`${key}: …\``));
    else findings[typo] = finding('FRONT_MATTER_KEY_MISSING', at, message, `write \`${key}\` here`);
  }
  return findings;
}
