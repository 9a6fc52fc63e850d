import type { TableCell, TableRow } from 'mdast';
import type { CardContent, Parsed } from '#lib/deck/kinds/card-content.ts';
import { type Markup, nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import { paragraph, plainText } from '#lib/deck/markdown/phrase.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

type Match = Extract<CardContent, { kind: 'match' }>;

function cellNodes(cell: TableCell): Nodes {
  return [paragraph(cell.children)];
}

/** A row as two cells; `null` when it has another number of them. */
function twoCells(row: TableRow): readonly [TableCell, TableCell] | null {
  const [left, right, ...more] = row.children;
  return left === undefined || right === undefined || more.length > 0 ? null : [left, right];
}

/** Cells that say what a cell above them in the same column says. */
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

/** Without an empty line between, Markdown takes a line of text below a table for a row of it. */
function columnsFinding(row: Range, source: string): Finding {
  const text = source.slice(row.start, row.end);
  if (/`[^`|]*(?<!\\)\|[^`|]*`/.test(text)) {
    const message = 'a bar in code parts two cells here';
    return finding('MATCH_COLUMNS', row, message, 'write `\\|` for a bar inside a cell, also in back-ticks');
  }
  if (text.includes('|')) return finding('MATCH_COLUMNS', row);
  return finding(
    'MATCH_COLUMNS',
    row,
    'this line is a row of the table above it',
    'put an empty line below the table',
  );
}

/** Lines with bars are a table only if a line of hyphens stands below the first. */
function tableFinding(range: Range, source: string): Finding {
  const [head = '', second = ''] = source.slice(range.start, range.end).split(/\r\n?|\n/);
  if (!head.includes('|')) return finding('MATCH_TABLE', range);
  const message = /^[\s|:—–-]+$/.test(second)
    ? 'these lines are no table, for the second does not have as many columns of hyphens as the first has cells'
    : 'these lines are no table, for no line of hyphens stands below the first';
  return finding('MATCH_TABLE', range, message, 'write `|---|---|` as the second line');
}

/** Pairs to be matched. */
export function parseMatch(body: Markup, source: string, heading: Range): Parsed<Match> {
  const [table, ...explanation] = body.nodes;
  if (table?.type !== 'table') {
    const range = table === undefined ? heading : nodeRange(table, body.base);
    return { content: null, findings: [tableFinding(range, source)] };
  }
  const at = (node: TableRow | TableCell): Range => nodeRange(node, body.base);
  const [headRow, ...rows] = table.children;
  const wrong = table.children.filter((row) => twoCells(row) === null);
  const head = headRow === undefined ? null : twoCells(headRow);
  // Every row of a table with three columns is wrong in the same way; the first says it.
  const reported = head === null ? wrong.slice(0, 1) : wrong;
  const pairs = rows.map(twoCells).filter((row) => row !== null);
  const findings: Finding[] = reported.map((row) => columnsFinding(at(row), source));
  const [next] = explanation;
  const isCut = next?.type === 'paragraph' && source.charAt(nodeRange(next, body.base).start) === '|';
  if (isCut)
    findings.push(
      finding(
        'MATCH_TABLE',
        nodeRange(next, body.base),
        'the table ends at the empty line above, so this is no row of it',
        'remove the empty line',
      ),
    );
  if (pairs.length < 2 && wrong.length === 0 && !isCut)
    findings.push(finding('MATCH_ONE_PAIR', nodeRange(table, body.base)));
  for (const cell of pairs.flat()) {
    if (cell.children.length === 0) findings.push(finding('MATCH_EMPTY_CELL', at(cell)));
  }
  for (const cell of repeated(pairs)) findings.push(finding('MATCH_REPEATED', at(cell)));
  if (head === null || findings.length > 0) return { content: null, findings };
  const content: Match = {
    kind: 'match',
    head: [cellNodes(head[0]), cellNodes(head[1])],
    pairs: pairs.map(([left, right]) => [cellNodes(left), cellNodes(right)] as const),
    explanation,
  };
  return { content, findings };
}
