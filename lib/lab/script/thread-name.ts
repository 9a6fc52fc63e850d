import type { ThreadNode } from '#lib/lab/script/ast.ts';

/** `server`, or `server/2`. */
export function threadName({ program, thread }: Pick<ThreadNode, 'program' | 'thread'>): string {
  return thread === 1 ? program : `${program}/${String(thread)}`;
}
