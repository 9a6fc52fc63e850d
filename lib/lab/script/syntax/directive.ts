import type { Range } from '#lib/diagnostics/finding.ts';
import type { Loss } from '#lib/lab/protocol/messages.ts';
import type { NameNode, Step } from '#lib/lab/script/syntax/ast.ts';
import { type Cursor, meant } from '#lib/lab/script/syntax/cursor.ts';
import { parseDuration, pieceOrPlace } from '#lib/lab/script/syntax/operands.ts';
import { parseName } from '#lib/lab/script/syntax/expression.ts';
import { parseSegments } from '#lib/lab/script/syntax/segments.ts';
import { parseState } from '#lib/lab/script/syntax/state.ts';
import { parseThread } from '#lib/lab/script/syntax/thread.ts';

export const directiveWords = ['state', 'segments', 'interrupt', 'exit', 'lose', 'wait', 'reset'] as const;
export type DirectiveWord = (typeof directiveWords)[number];

/**
 * What follows the first word of a line. `null`: what is wrong has been reported.
 *
 * @param start where the word begins
 */
export function parseDirective(cursor: Cursor, word: DirectiveWord, start: number): Step | null {
  switch (word) {
    case 'state':
      return parseState(cursor, start);
    case 'segments':
      return parseSegments(cursor, start);
    case 'interrupt': {
      const who = parseThread(cursor);
      return who === null ? null : { kind: 'interrupt', who, ...cursor.from(start) };
    }
    case 'exit': {
      const who = parseThread(cursor);
      if (who === null) return null;
      if (cursor.textOf(who).includes('/'))
        return cursor.report(
          'LAB_LINE_REST',
          who,
          'a program exits with all of its threads',
          `write \`exit ${who.program}\``,
        );
      const name: Range = { start: who.start, end: who.end };
      return { kind: 'exit', program: who.program, name, ...cursor.from(start) };
    }
    case 'lose':
      return parseLose(cursor, start);
    case 'wait': {
      const ms = parseDuration(cursor);
      return ms === null ? null : { kind: 'wait', ms, ...cursor.from(start) };
    }
    case 'reset':
      return { kind: 'reset', ...cursor.from(start) };
    default:
      return word satisfies never;
  }
}

const lossKinds = ['all', 'nothing', 'handshake', 'next'] as const;

const otherLosses: Readonly<Record<string, (typeof lossKinds)[number]>> = {
  everything: 'all',
  none: 'nothing',
  syn: 'handshake',
};

function parseLoss(cursor: Cursor): Loss | null {
  cursor.skipSpace();
  const start = cursor.at;
  const percent = cursor.take(/\d{1,12}(?:\.\d{1,6})?(?=[ \t]*%)/y);
  if (percent !== null) {
    cursor.accept('%');
    const probability = Number(percent) / 100;
    if (probability > 0 && probability < 1) return { kind: 'share', probability };
    return cursor.report(
      'LAB_LOSS_FORM',
      cursor.from(start),
      'this share is not between 0% and 100%',
      'write `all` for every segment, `nothing` for none',
    );
  }
  const word = cursor.take(/[A-Za-z]+/y);
  switch (word) {
    case 'all':
    case 'nothing':
    case 'handshake':
      return { kind: word };
    case 'next': {
      cursor.skipSpace();
      const segments = Number(cursor.take(/\d{1,9}(?![\w.%])/y));
      if (segments >= 1 && segments <= 1000) return { kind: 'next', segments };
      return cursor.report(
        'LAB_LOSS_FORM',
        cursor.from(start),
        'this does not say how many segments',
        'write a whole number from 1 to 1000, as in `lose next 2 to c`',
      );
    }
    default: {
      const near = word === null ? null : meant(word, lossKinds, { synonyms: otherLosses });
      const range = word === null ? pieceOrPlace(cursor) : cursor.from(start);
      return cursor.report(
        'LAB_LOSS_FORM',
        range,
        undefined,
        near === null ? undefined : `write \`${near}\``,
      );
    }
  }
}

function parseLose(cursor: Cursor, start: number): Step | null {
  const loss = parseLoss(cursor);
  if (loss === null) return null;
  cursor.skipSpace();
  const way = cursor.take(/(?:to|from)\b/y);
  if (way === null)
    return cursor.report(
      'LAB_LOSS_FORM',
      pieceOrPlace(cursor),
      'this does not say on whose way',
      'end the line with `to c`, for what is sent to it, or `from c`, for what it sends',
    );
  const socket: NameNode | null = parseName(cursor);
  if (socket === null) return cursor.report('LAB_SOCKET_EXPECTED', pieceOrPlace(cursor));
  return { kind: 'lose', loss, direction: way === 'to' ? 'in' : 'out', socket, ...cursor.from(start) };
}
