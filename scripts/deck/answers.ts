import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import { addAlternates, type NewAlternate } from '#lib/answers/add-alternates.ts';
import { type PromptTally, type SuggestedAlternate, tallyAnswers } from '#lib/answers/tally.ts';
import { readDeck } from '#lib/deck/deck-reader.ts';
import type { Deck } from '#lib/deck/prompt.ts';
import { parseLog } from '#lib/review/log-file.ts';
import type { ReviewRow } from '#lib/review/row.ts';
import { decksFrom } from './arguments.ts';
import { readDeckFile } from './read-deck-file.ts';
import { UsageError } from './usage-error.ts';

export const answersUsage = `Usage: npm run deck -- answers [OPTION…] LOG.jsonl…

Shows what students answered, from the logs they exported (one file for each student): how often each card
was missed and with what, and which answers they say are right although the card does not accept them.
  --deck FILE   a deck to look at; may be repeated; without it: every deck of content/decks
  --least N     suggest what at least N students say is right (2)
  --most N      show N wrong answers of a card (5)
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

function readWishes(args: string[]): Wishes {
  let parsed;
  try {
    parsed = parseArgs({
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
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message.split('. ')[0] ?? error.message);
    throw error;
  }
  const { values, positionals } = parsed;
  if (positionals.length === 0) throw new UsageError('name at least one exported log');
  for (const file of positionals) if (!existsSync(file)) throw new UsageError(`there is no file \`${file}\``);
  if (values.patch && values.json) throw new UsageError('`--patch` and `--json` do not go together');
  return {
    logs: positionals,
    decks: decksFrom(values.deck),
    least: wholeNumber('least', values.least),
    most: wholeNumber('most', values.most),
    output: values.patch ? 'patch' : values.json ? 'json' : 'text',
  };
}

/** The rows of a log; what cannot be read is told on the error output. */
function readLog(file: string): { rows: readonly ReviewRow[]; isWhole: boolean } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    console.error(
      `${file}: error: it cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return { rows: [], isWhole: false };
  }
  const { rows, problems } = parseLog(text);
  for (const { line, message } of problems) console.error(`${file}:${String(line)}: error: ${message}`);
  if (rows.length === 0 && problems.length === 0) console.error(`${file}: warning: the log is empty`);
  return { rows, isWhole: problems.length === 0 };
}

function percent(part: number, whole: number): string {
  return `${String(Math.round((100 * part) / whole))} %`;
}

function times(count: { readonly times: number; readonly students: number }): string {
  const often = count.times === 1 ? 'once' : `${String(count.times)} times`;
  return count.students > 1 ? `${often}, ${String(count.students)} students` : often;
}

function textOf(tallies: readonly PromptTally[], file: string, { least, most }: Wishes): string[] {
  const missed = tallies.filter(({ wrong }) => wrong > 0);
  const asked = tallies.reduce((sum, tally) => sum + tally.times, 0);
  const lines = [
    `${file}: ${String(asked)} answers to ${String(tallies.length)} questions, ${String(missed.length)} of them missed at least once`,
  ];
  for (const { prompt, times: all, wrong, given, suggested } of missed) {
    lines.push('', `${file}:${String(prompt.line)} ${prompt.key}`, `  ${prompt.text}`);
    lines.push(`  missed ${String(wrong)} of ${String(all)} times, ${percent(wrong, all)}`);
    for (const count of given.slice(0, most)) lines.push(`    ${count.text}  (${times(count)})`);
    if (given.length > most) lines.push(`    and ${String(given.length - most)} more`);
    for (const each of suggested) {
      const place = each.blank === null ? '' : ` in blank ${String(each.blank + 1)}`;
      const note = each.students < least ? `; fewer than ${String(least)}, so not in the patch` : '';
      lines.push(`  said to be right${place}: ${each.text}  (${times(each)}${note})`);
    }
  }
  return lines;
}

function alternateOf({ prompt, blank, text }: SuggestedAlternate): NewAlternate {
  const [, card = '', part = null] = prompt.key.split('/');
  return { card, part, blank, text };
}

function patchOf({ file, text }: ReadDeckFile, suggested: readonly SuggestedAlternate[]): string {
  const changed = addAlternates(text, suggested.map(alternateOf));
  for (const { card, text: left } of changed.left)
    console.error(`${file}: warning: \`${left}\` has no place in the card \`${card}\`; add it by hand`);
  return changed.text === text ? '' : createTwoFilesPatch(`a/${file}`, `b/${file}`, text, changed.text);
}

/** `npm run deck -- answers` */
export function answers(args: string[]): number {
  const wishes = readWishes(args);
  const logs = wishes.logs.map(readLog);
  let isWhole = logs.every((log) => log.isWhole);
  const decks = wishes.decks.flatMap((file): ReadDeckFile[] => {
    const read = readDeckFile(file);
    if ('text' in read) return [{ file, text: read.text, deck: readDeck(read.text, { file }).deck }];
    console.error(`${file}: error: ${read.diagnostic.message}`);
    isWhole = false;
    return [];
  });
  const told = decks.map((deck) => {
    const tallies = tallyAnswers(
      logs.map(({ rows }) => rows),
      deck.deck.prompts,
    );
    const suggested = tallies
      .flatMap((tally) => tally.suggested)
      .filter(({ students }) => students >= wishes.least);
    return { deck, tallies, patch: patchOf(deck, suggested) };
  });
  switch (wishes.output) {
    case 'patch':
      process.stdout.write(told.map(({ patch }) => patch).join(''));
      break;
    case 'json':
      console.log(
        JSON.stringify(
          told.map(({ deck, tallies, patch }) => ({ file: deck.file, patch, cards: tallies.map(dataOf) })),
          null,
          2,
        ),
      );
      break;
    case 'text':
      for (const { deck, tallies, patch } of told) {
        if (tallies.length === 0) continue;
        for (const line of textOf(tallies, deck.file, wishes)) console.log(line);
        if (patch !== '') console.log(`\nA patch that accepts what is suggested:\n\n${patch}`);
      }
      if (told.every(({ tallies }) => tallies.length === 0))
        console.log('No card of these decks was answered in these logs.');
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
