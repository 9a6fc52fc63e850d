import type { Body, Html } from '#lib/cards/prompt.ts';
import type { SourcedScript } from '#lib/lab/script/syntax/sourced-script.ts';

/** What a lab file becomes: prose, questions, and steps on the kernel. Data only, safe in a browser. */
export interface Guide {
  /** The front matter's `lab`: the last part of its address, and the first of `lab#stage`. */
  readonly lab: string;
  readonly title: string;
  /** Its place in the list of labs, 1-based. */
  readonly number: number;
  /** Topics of the course, ascending; may be empty. */
  readonly topics: readonly number[];
  /** Path of the Markdown file, relative to the project. */
  readonly file: string;
  /** The text between the title and the first stage. */
  readonly introduction: Html | null;
  readonly stages: readonly Stage[];
  readonly scripts: readonly SourcedScript[];
}

/** One `##` of a lab file: something to read, perhaps a question, perhaps steps. */
export interface Stage {
  readonly id: string;
  /** 1-based line of its heading. */
  readonly line: number;
  readonly title: Html;
  /** The title without markup. */
  readonly text: string;
  /** The text to read first; in a stage with a question, the text above the question. */
  readonly prose: Html | null;
  /** Asked before the steps are run, and again after them. Its own `question` is in `prose`. */
  readonly question: Extract<Body, { kind: 'choice' | 'typed' }> | null;
  /** Shown when the steps have been run. */
  readonly why: Html | null;
  /** Steps `from` up to, not including, `to` of `scripts[script]`; `null`: nothing is run. */
  readonly part: { readonly script: number; readonly from: number; readonly to: number } | null;
}
