import type { TableCell, TableRow } from 'mdast';
import type { Body } from '#lib/cards/prompt.ts';
import type { CardTree, Parsed } from '#lib/deck/kinds/card-tree.ts';
import { nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import { paragraph, plainText } from '#lib/deck/markdown/phrase.ts';
import { type RenderContext, renderOptional, renderShort } from '#lib/deck/markdown/render-html.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

/** A table whose rows are pairs. */
export interface Match {
  readonly kind: 'match';
  readonly head: readonly [Nodes, Nodes];
  readonly pairs: readonly (readonly [Nodes, Nodes])[];
  readonly explanation: Nodes;
}

function cellNodes(cell: TableCell): Nodes {
  return [paragraph(cell.children)];
}

/** The two cells of a row; `null`: it has another number of cells. */
function twoCells(row: TableRow): readonly [TableCell, TableCell] | null {
  const [left, right, ...more] = row.children;
  return left === undefined || right === undefined || more.length > 0 ? null : [left, right];
}

/** Cells with the same text as a cell above them in the same column. */
function repeated(rows: readonly (readonly [TableCell, TableCell])[]): TableCell[] {
  const seen: readonly [Set<string>, Set<string>] = [new Set(), new Set()];
  return rows.flatMap((row) =>
    row.filter((cell, column) => {
      const side = seen[column === 0 ? 0 : 1];
      const text = plainText([cell]);
      if (text === '' || side.has(text)) return text !== '';
      side.add(text);
      return false;
    }),
  );
}

/** Explains a row with another number of cells than two. */
function columnsFinding(row: Range, source: string): Finding {
  const text = source.slice(row.start, row.end);
  if (/`[^`|]*(?<!\\)\|[^`|]*`/.test(text))
    return finding(
      'MATCH_COLUMNS',
      row,
      'a bar in code separates two cells here',
      'write `\\|` for a bar inside a cell, also in backticks',
    );
  if (text.includes('|')) return finding('MATCH_COLUMNS', row);
  // Without an empty line between, Markdown reads a line of text below a table as a row.
  const message = 'Markdown reads this line as a row of the table above it';
  return finding('MATCH_COLUMNS', row, message, 'put an empty line below the table');
}

/** Lines with bars are a table only if a line of hyphens follows the first one. */
function tableFinding(range: Range, source: string): Finding {
  const [head = '', second = ''] = source.slice(range.start, range.end).split(/\r\n?|\n/);
  if (!head.includes('|')) return finding('MATCH_TABLE', range);
  const message = /^[\s|:—–-]+$/.test(second)
    ? 'this is not a table: its second line needs hyphens for each cell of the first line'
    : 'this is not a table: no line of hyphens follows its first line';
  return finding('MATCH_TABLE', range, message, 'write `|---|---|` as the second line');
}

export function parseMatch({ body, outline: { source, heading } }: CardTree): Parsed<Match> {
  const [table, ...explanation] = body;
  if (table?.type !== 'table') {
    const range = table === undefined ? heading.range : nodeRange(table);
    return { content: null, findings: [tableFinding(range, source)] };
  }
  const [headRow, ...rows] = table.children;
  const wrong = table.children.filter((row) => twoCells(row) === null);
  const head = headRow === undefined ? null : twoCells(headRow);
  // If the head has three columns, every row has; one finding is enough.
  const reported = head === null ? wrong.slice(0, 1) : wrong;
  const pairs = rows.map(twoCells).filter((row) => row !== null);
  const findings = reported.map((row) => columnsFinding(nodeRange(row), source));
  const [next] = explanation;
  if (next?.type === 'paragraph' && source.charAt(nodeRange(next).start) === '|') {
    const message = 'the empty line above ends the table, so this is not a row of it';
    findings.push(finding('MATCH_TABLE', nodeRange(next), message, 'remove the empty line'));
  }
  if (pairs.length < 2) findings.push(finding('MATCH_ONE_PAIR', nodeRange(table)));
  for (const cell of pairs.flat()) {
    if (cell.children.length === 0) findings.push(finding('MATCH_EMPTY_CELL', nodeRange(cell)));
  }
  for (const cell of repeated(pairs)) findings.push(finding('MATCH_REPEATED', nodeRange(cell)));
  if (head === null || findings.length > 0) return { content: null, findings };
  const content: Match = {
    kind: 'match',
    head: [cellNodes(head[0]), cellNodes(head[1])],
    pairs: pairs.map(([left, right]) => [cellNodes(left), cellNodes(right)] as const),
    explanation,
  };
  return { content, findings };
}

export function renderMatch({ head, pairs, explanation }: Match, context: RenderContext): Body {
  const both = ([left, right]: readonly [Nodes, Nodes]) =>
    [renderShort(left, context), renderShort(right, context)] as const;
  return {
    kind: 'match',
    head: both(head),
    pairs: pairs.map(both),
    explanation: renderOptional(explanation, context),
  };
}
