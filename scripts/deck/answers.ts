import { existsSync, readFileSync } from 'node:fs';
import { createTwoFilesPatch } from 'diff';
import { addAlternates, type NewAlternate } from '#lib/answer-stats/add-alternates.ts';
import {
  countedAnswers,
  type PromptTally,
  type SuggestedAlternate,
  tallyAnswers,
} from '#lib/answer-stats/tally.ts';
import type { Deck, Prompt } from '#lib/cards/prompt.ts';
import { readDeck } from '#lib/deck/deck-reader.ts';
import type { LogEntry } from '#lib/review/entry-schema.ts';
import { parseLog } from '#lib/review/log-file.ts';
import { readArguments, UsageError } from '../command/arguments.ts';
import { type CommandIo, count, type Output, print } from '../command/output.ts';
import { readTextFile } from '../command/read-text-file.ts';
import { decksFrom } from './arguments.ts';

export const answersUsage = `Usage: npm run deck -- answers [OPTION…] LOG.jsonl…

Shows what students answered, from the logs they exported (files that share answers are one student's): how often each card
was missed and with what, and which answers they say are right although the card does not accept them.
  --deck FILE   a deck to look at; may be repeated; without it: every deck of content/decks
  --least N     suggest what at least N students say is right (2)
  --most N      show at most N wrong answers of a card, and N that are said to be right (5)
  --patch       print only a patch that makes the decks accept what is suggested: npm run -s deck -- answers
                --patch LOG.jsonl… | patch -p1
  --json        the same as data
Exit codes: 0 done, 1 a log or a deck could not be read, 2 arguments not understood.`;

interface Wishes {
  readonly logs: readonly string[];
  readonly decks: readonly string[];
  readonly least: number;
  readonly most: number;
  readonly output: 'text' | 'patch' | 'json';
}

interface ReadDeckFile {
  readonly file: string;
  readonly text: string;
  readonly deck: Deck;
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new UsageError(`\`--${name}\` takes a whole number from 1, not \`${text}\``);
  return Number(text);
}

function readWishes(args: string[], env: CommandIo['env']): Wishes {
  const { values, positionals } = readArguments({
    args,
    allowPositionals: true,
    options: {
      deck: { type: 'string', multiple: true, default: [] },
      least: { type: 'string', default: '2' },
      most: { type: 'string', default: '5' },
      patch: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) throw new UsageError('name at least one exported log');
  for (const file of positionals) if (!existsSync(file)) throw new UsageError(`there is no file \`${file}\``);
  if (values.patch && values.json) throw new UsageError('`--patch` and `--json` do not go together');
  return {
    logs: positionals,
    decks: decksFrom(values.deck, env),
    least: wholeNumber('least', values.least),
    most: wholeNumber('most', values.most),
    output: values.patch ? 'patch' : values.json ? 'json' : 'text',
  };
}

/** Lines of a log that are named when they cannot be read. */
const mostProblems = 5;

/** The entries of a log; what cannot be read is reported on standard error. */
function readLog(file: string, stderr: Output): { entries: readonly LogEntry[]; isWhole: boolean } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    print(
      stderr,
      `${file}: error: it cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return { entries: [], isWhole: false };
  }
  const { entries, problems } = parseLog(text, Date.now());
  for (const { line, message } of problems.slice(0, mostProblems))
    print(stderr, `${file}:${String(line)}: error: ${message}`);
  if (problems.length > mostProblems)
    print(stderr, `${file}: error: ${count(problems.length - mostProblems, 'more line')} cannot be read`);
  if (entries.length === 0 && problems.length === 0) print(stderr, `${file}: warning: the log is empty`);
  return { entries, isWhole: problems.length === 0 };
}

/** Characters of an answer that are shown. */
const mostShown = 80;

function shortened(text: string): string {
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}

function percent(part: number, whole: number): string {
  return `${String(Math.round((100 * part) / whole))} %`;
}

function times(count: { readonly times: number; readonly students: number }): string {
  const often = count.times === 1 ? 'once' : `${String(count.times)} times`;
  return count.students > 1 ? `${often}, ${String(count.students)} students` : often;
}

const doubts: Record<NonNullable<SuggestedAlternate['doubt']>, string> = {
  not: 'the card names it as wrong',
  other: 'it answers another question of the deck',
  list: 'nothing says which item of the list it is',
  long: 'it is very long',
};

/** Why a suggestion is left out of the patch; `null`: it is in it. */
function leftOut({ doubt, students }: SuggestedAlternate, least: number): string | null {
  if (doubt !== null) return doubts[doubt];
  return students < least ? `fewer than ${count(least, 'student')}` : null;
}

function placeOf({ blank, item }: SuggestedAlternate): string {
  if (blank !== null) return ` in blank ${String(blank + 1)}`;
  return item === null ? '' : ` for item ${String(item + 1)}`;
}

/** What to do about a claim that no patch can hold. */
function byHand({ kind }: Prompt['body']): string {
  switch (kind) {
    case 'choice':
      return 'No patch can hold that: if they are right, mark the option with `[x]` or reword it by hand.';
    case 'order':
      return 'No patch can hold that: if they are right, make a step that may come elsewhere a `**Free:**` one by hand.';
    case 'match':
      return 'No patch can hold that: if they are right, reword the rows by hand, so that each side has one partner.';
    case 'typed':
      return 'A patch holds single items only: if they are right as a whole, change the list by hand.';
    case 'basic':
    case 'cloze':
    case 'code':
      return '';
    default:
      return kind satisfies never;
  }
}

function textOf(tallies: readonly PromptTally[], file: string, { least, most }: Wishes): string[] {
  const missed = tallies.filter(({ wrong }) => wrong > 0);
  const asked = tallies.reduce((sum, tally) => sum + tally.times, 0);
  const lines = [
    `${file}: ${count(asked, 'answer')} to ${count(tallies.length, 'question')}, ${String(missed.length)} of them missed at least once`,
  ];
  for (const { prompt, times: all, wrong, response, suggested, selfMarkedCorrect } of missed) {
    lines.push('', `${file}:${String(prompt.line)} ${prompt.key}`, `  ${prompt.text}`);
    lines.push(`  missed ${String(wrong)} of ${count(all, 'time')}, ${percent(wrong, all)}`);
    for (const each of response.slice(0, most)) lines.push(`    ${shortened(each.text)}  (${times(each)})`);
    if (response.length > most) lines.push(`    and ${String(response.length - most)} more`);
    // What is in the patch comes first.
    const sorted = suggested.toSorted(
      (a, b) => Number(leftOut(a, least) !== null) - Number(leftOut(b, least) !== null),
    );
    for (const each of sorted.slice(0, most)) {
      const place = placeOf(each);
      const why = leftOut(each, least);
      const note = why === null ? '' : `; ${why}, so not in the patch`;
      lines.push(`  said to be right${place}: ${shortened(each.text)}  (${times(each)}${note})`);
    }
    for (const each of selfMarkedCorrect.slice(0, most))
      lines.push(
        `  said to be right as a whole: ${shortened(each.text)}  (${times(each)}, of ${count(all, 'answer')})`,
      );
    if (selfMarkedCorrect.length > most)
      lines.push(`  and ${String(selfMarkedCorrect.length - most)} more said to be right as a whole`);
    if (selfMarkedCorrect.length > 0) lines.push(`  ${byHand(prompt.body)}`);
    if (suggested.length > most) lines.push(`  and ${String(suggested.length - most)} more said to be right`);
  }
  return lines;
}

function alternateOf({ prompt, blank, item, text }: SuggestedAlternate): NewAlternate {
  const [, card = '', part = null] = prompt.key.split('/');
  return { card, part, blank, item, text };
}

function patchOf(
  { file, text }: ReadDeckFile,
  tallies: readonly PromptTally[],
  { least, output }: Wishes,
  stderr: Output,
): string {
  const suggested = tallies
    .flatMap((tally) => tally.suggested)
    .filter((each) => leftOut(each, least) === null);
  const changed = addAlternates(text, suggested.map(alternateOf));
  for (const { card, text: left } of changed.left)
    print(stderr, `${file}: warning: \`${left}\` has no place in the card \`${card}\`; add it by hand`);
  // With the patch alone, nothing else mentions them.
  for (const { prompt, selfMarkedCorrect } of output === 'patch' ? tallies : []) {
    const enough = selfMarkedCorrect.filter(({ students }) => students >= least).length;
    if (enough === 0) continue;
    const place = `${file}:${String(prompt.line)}: warning: ${prompt.key}`;
    print(stderr, `${place}: ${count(enough, 'whole answer')} said to be right. ${byHand(prompt.body)}`);
  }
  return changed.text === text ? '' : createTwoFilesPatch(`a/${file}`, `b/${file}`, text, changed.text);
}

/** `npm run deck -- answers` */
export function answers(args: string[], { stdout, stderr, env }: CommandIo): number {
  const wishes = readWishes(args, env);
  const logs = wishes.logs.map((file) => readLog(file, stderr));
  let isWhole = logs.every((log) => log.isWhole);
  const decks = wishes.decks.flatMap((file): ReadDeckFile[] => {
    const read = readTextFile(file);
    if (read.ok) {
      const { text } = read.value;
      return [{ file, text, deck: readDeck(text, { file }).deck }];
    }
    print(stderr, `${file}: error: ${read.error.message}`);
    isWhole = false;
    return [];
  });
  const counted = countedAnswers(logs.map(({ entries }) => entries));
  const asked = new Set(decks.flatMap(({ deck }) => deck.prompts.map(({ key }) => key)));
  const stray = counted.filter(({ entry }) => !asked.has(entry.card)).length;
  if (stray > 0) print(stderr, `warning: ${count(stray, 'answer')} left out: no deck here has the card`);
  const reported = decks.map((deck) => {
    const tallies = tallyAnswers(counted, deck.deck.prompts);
    return { deck, tallies, patch: patchOf(deck, tallies, wishes, stderr) };
  });
  switch (wishes.output) {
    case 'patch':
      stdout.write(reported.map(({ patch }) => patch).join(''));
      break;
    case 'json':
      print(
        stdout,
        JSON.stringify(
          reported.map(({ deck, tallies, patch }) => ({
            file: deck.file,
            patch,
            cards: tallies.map(dataOf),
          })),
          null,
          2,
        ),
      );
      break;
    case 'text':
      for (const { deck, tallies, patch } of reported) {
        if (tallies.length === 0) continue;
        for (const line of textOf(tallies, deck.file, wishes)) print(stdout, line);
        if (patch !== '') print(stdout, `\nA patch that accepts what is suggested:\n\n${patch}`);
      }
      if (reported.every(({ tallies }) => tallies.length === 0))
        print(stdout, 'No card of these decks was answered in these logs.');
      break;
    default:
      wishes.output satisfies never;
  }
  return isWhole ? 0 : 1;
}

function dataOf({ prompt, suggested, ...tally }: PromptTally) {
  return {
    card: prompt.key,
    line: prompt.line,
    text: prompt.text,
    ...tally,
    suggested: suggested.map(({ prompt: _prompt, ...rest }) => rest),
  };
}
