import { idPattern } from '#lib/deck/card-comment.ts';
import { readFrontMatter, stringOf, topicsOf } from '#lib/deck/front-matter-keys.ts';
import type { FrontMatterSource } from '#lib/deck/split-deck.ts';
import type { Finding, Range } from '#lib/diagnostics/finding.ts';

/** What the front matter of a lab says; `null` where it does not say it, or not validly. */
export interface GuideFrontMatter {
  readonly lab: string | null;
  readonly title: string | null;
  readonly number: number | null;
  readonly topics: readonly number[];
  /** Where `lab` and `number` are given. */
  readonly labRange: Range;
  readonly numberRange: Range;
}

const keys = ['lab', 'title', 'number', 'topics'] as const;

export function parseGuideFrontMatter(
  text: string,
  source: FrontMatterSource | 'missing' | 'unclosed',
): { readonly frontMatter: GuideFrontMatter; readonly findings: readonly Finding[] } {
  const begin = { start: 0, end: 1 };
  const draft: { -readonly [Key in keyof GuideFrontMatter]: GuideFrontMatter[Key] } = {
    lab: null,
    title: null,
    number: null,
    topics: [],
    labRange: begin,
    numberRange: begin,
  };
  const findings = readFrontMatter(text, source, {
    file: 'lab',
    keys,
    required: ['lab', 'title', 'number'],
    set: (key, value, range) => {
      const written = stringOf(value);
      switch (key) {
        case 'lab':
          if (written === null || !idPattern.test(written))
            return 'small letters, digits and single hyphens, as in `lab: echo`';
          draft.lab = written;
          draft.labRange = range;
          return null;
        case 'title':
          if (written === null) return 'a line of text';
          draft.title = written;
          return null;
        case 'number':
          if (written === null || !/^[1-9]\d{0,3}$/.test(written))
            return 'a whole number, the place in the list of labs, as in `number: 2`';
          draft.number = Number(written);
          draft.numberRange = range;
          return null;
        case 'topics': {
          const topics = topicsOf(value);
          if (topics === null) return 'whole numbers, as in `topics: [3, 8]`';
          draft.topics = topics;
          return null;
        }
        default:
          return key satisfies never;
      }
    },
  });
  return { frontMatter: draft, findings };
}
