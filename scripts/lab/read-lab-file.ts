import { type DeckOrder, deckOrders } from '#lib/deck/deck-orders.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { type GuideClaim, isGuide, readGuide } from '#lib/guide/read-guide.ts';
import { parseLabFile } from '#lib/lab/script/read-scripts.ts';
import type { LabScript } from '#lib/lab/script/syntax/ast.ts';
import { readTextFile } from '../command/read-text-file.ts';
import type { NamedFile } from './arguments.ts';

export interface ReadLabFile {
  readonly file: string;
  /** `null`: it could not be read. */
  readonly text: string | null;
  readonly scripts: readonly LabScript[];
  /** Of a deck. */
  readonly orders: readonly DeckOrder[];
  readonly diagnostics: readonly Diagnostic[];
  /** `null`: it is no guided lab. */
  readonly claim: GuideClaim | null;
}

/** Reads a file and its scripts. That a file has none is worth a word only where the file itself was named. */
export function readLabFile({ file, isNamed }: NamedFile): ReadLabFile {
  const read = readTextFile(file);
  if (!read.ok) return { file, text: null, scripts: [], orders: [], diagnostics: [read.error], claim: null };
  const { text } = read.value;
  const { scripts, diagnostics } = parseLabFile(text, file);
  if (isGuide(text, file)) return { file, text, scripts, orders: [], ...guideOf(text, file) };
  const orders = deckOrders(text);
  return {
    file,
    text,
    scripts,
    orders,
    diagnostics:
      isNamed && orders.length === 0
        ? diagnostics
        : diagnostics.filter(({ code }) => code !== 'LAB_SCRIPT_NONE'),
    claim: null,
  };
}

/** All that is wrong in a guided lab, its scripts included. */
function guideOf(text: string, file: string): Pick<ReadLabFile, 'diagnostics' | 'claim'> {
  const { diagnostics, claim } = readGuide(text, { file });
  return { diagnostics, claim };
}
