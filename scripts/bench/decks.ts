import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import MarkdownIt from 'markdown-it';
import { createDeckReader } from '#lib/deck/deck-reader.ts';
import { sourceCommand } from '../project/compile.mjs';
import { root } from '../project/run.mjs';
import { generatedDeck } from './deck/generated-deck.ts';
import { timeSavedEdits } from './deck/saved-edit.ts';
import { type Figure, median, printFigures, timeInTurn } from './report/figure.ts';

const context = { file: 'generated.md' };

/** The deck with one card edited; every other edit also moves half of the cards by a line. */
function editedDeck(deck: string, edit: number): string {
  const middle = deck.indexOf('A plain paragraph', deck.length >> 1);
  return `${deck.slice(0, middle)}Edit ${String(edit)}.${'\n'.repeat(edit % 2)} ${deck.slice(middle)}`;
}

/** Medians in ms of a first check and of a first markdown-it, in processes of their own; their start does not count. */
function coldCheck(rounds: number): { readonly checkMs: number; readonly peerMs: number } {
  const [file = '', ...args] = sourceCommand('scripts/bench/deck/cold-check.ts');
  const times = Array.from({ length: rounds }, () => {
    const output = execFileSync(file, args, {
      cwd: root,
      encoding: 'utf8',
    });
    return JSON.parse(output) as [number, number];
  });
  return { checkMs: median(times.map(([check]) => check)), peerMs: median(times.map(([, peer]) => peer)) };
}

/** What authors wait for: the check of a deck, and a page that shows what they saved. */
export async function benchDecks(rounds: number): Promise<readonly Figure[]> {
  const small = generatedDeck(300);
  const large = generatedDeck(3_000);
  const edited = generatedDeck(1_000);
  const markdownIt = new MarkdownIt();
  const reader = createDeckReader();
  reader.read(edited, context);
  let edits = 0;
  const subjects = {
    check: { what: 'check, 300 cards', run: () => createDeckReader().check(small, context) },
    checkLarge: { what: 'check, 3,000 cards', run: () => createDeckReader().check(large, context) },
    read: { what: 'read, 1,000 cards', run: () => createDeckReader().read(edited, context) },
    again: {
      what: 'read again after an edit of one card, 1,000 cards',
      run: () => reader.read(editedDeck(edited, edits++), context),
    },
    peer: { what: 'markdown-it, 300 cards', run: () => markdownIt.parse(small, {}) },
    peerLarge: { what: 'markdown-it, 3,000 cards', run: () => markdownIt.parse(large, {}) },
  };
  const medianMs = timeInTurn(Object.values(subjects), { rounds, warmUps: 1 });
  const msOf = ({ what }: { what: string }) => medianMs.get(what) ?? Number.NaN;
  const { check, checkLarge, read, again, peer, peerLarge } = subjects;
  const cold = coldCheck(rounds);
  const saved = await timeSavedEdits((edit) => editedDeck(edited, edit), rounds);
  return [
    {
      what: 'check, 300 cards, first in its process',
      measured: cold.checkMs,
      unit: 'ms',
      peer: { what: 'markdown-it, the same text, first, too', measured: cold.peerMs },
      goal: { atMost: 1_000 },
    },
    {
      what: 'check, 3,000 cards ÷ 300 cards',
      measured: msOf(checkLarge) / msOf(check),
      unit: '×',
      peer: { what: 'markdown-it, the same', measured: msOf(peerLarge) / msOf(peer) },
      goal: { atMost: 12 },
    },
    {
      what: 'edit of a 1,000-card deck: saved → served as JSON',
      measured: saved.servedMs,
      unit: 'ms',
      peer: { what: 'saved → the event of the file', measured: saved.fileEventMs },
      goal: { atMost: 1_000 },
    },
    {
      what: again.what,
      measured: msOf(again),
      unit: 'ms',
      peer: { what: read.what, measured: msOf(read) },
      goal: null,
    },
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printFigures(await benchDecks(5));
