import type { YAMLError } from 'yaml';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';
import { sourceLines } from '#lib/diagnostics/source-lines.ts';

const assignment = /^([\w-]+)[ \t]*=[ \t]*(\S.*)$/;
const entry = /^([\w-]+:[ \t]+)(\S.*?)[ \t]*$/;
/** What YAML does not take for plain text: a character of its own in front, text behind a list, or a second colon. */
const needsQuotes = /^[`@%&*!]|^\[[^\]]*\][ \t]*[^\s#]|^[^"'[{].*:(?:[ \t]|$)/;

function broken(range: Range, reason: string, help?: string): Finding {
  return finding('FRONT_MATTER_BROKEN', range, `the front matter is not valid YAML: ${reason}`, help);
}

/** Mistakes that a line shows by itself. */
function lineFindings(yaml: string, offset: number): Finding[] {
  return sourceLines(yaml).flatMap((line): Finding[] => {
    const text = yaml.slice(line.start, line.end);
    const start = offset + line.start;
    const [assigned, name = '', given = ''] = assignment.exec(text) ?? [];
    if (assigned !== undefined) {
      const range = { start, end: start + assigned.length };
      return [broken(range, 'a colon stands between key and value', `write \`${name}: ${given}\``)];
    }
    const [, key = '', value = ''] = entry.exec(text) ?? [];
    if (!needsQuotes.test(value)) return [];
    const range = { start: start + key.length, end: start + key.length + value.length };
    const quoted = `"${value.replace(/["\\]/g, '\\$&')}"`;
    return [broken(range, 'this value needs quotes', `put the value in quotes: \`${key.trim()} ${quoted}\``)];
  });
}

/** What is wrong with the form of the front matter; nothing where there is no error. */
export function yamlFindings(yaml: string, offset: number, errors: readonly YAMLError[]): Finding[] {
  if (errors.length === 0) return [];
  const twice = errors
    .filter(({ code }) => code === 'DUPLICATE_KEY')
    .map(({ pos: [at] }) => {
      const key = /^[^:\s]*/.exec(yaml.slice(at))?.[0] ?? '';
      const range = { start: offset + at, end: offset + at + key.length };
      return finding('FRONT_MATTER_BROKEN', range, `the key \`${key}\` stands twice`, 'remove one of them');
    });
  const found = [...twice, ...lineFindings(yaml, offset)];
  const [other] = errors.filter(({ code }) => code !== 'DUPLICATE_KEY');
  if (found.length > twice.length || other === undefined) return found;
  // What is never closed is noticed only at the end, which is the line after the last one.
  const end = yaml.trimEnd().length;
  const range = {
    start: offset + Math.min(other.pos[0], end),
    end: offset + Math.min(other.pos[1], end),
  };
  return [...found, broken(range, other.message.split('\n')[0]?.trim() ?? '')];
}
