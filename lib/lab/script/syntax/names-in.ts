import type { Expression, NameNode } from '#lib/lab/script/syntax/ast.ts';

/** Every name in an expression, from the left. */
export function namesIn(expression: Expression): readonly NameNode[] {
  switch (expression.kind) {
    case 'name':
      return [expression];
    case 'value':
    case 'anything':
      return [];
    case 'index':
    case 'recode':
      return namesIn(expression.of);
    case 'product':
      return [expression.left, expression.right].flatMap(namesIn);
    case 'tuple':
    case 'list':
      return expression.items.flatMap(namesIn);
    default:
      return expression satisfies never;
  }
}

/** The expression with each of its names changed. */
export function withNames(expression: Expression, change: (node: NameNode) => NameNode): Expression {
  const changed = (part: Expression) => withNames(part, change);
  switch (expression.kind) {
    case 'name':
      return change(expression);
    case 'value':
    case 'anything':
      return expression;
    case 'index':
    case 'recode':
      return { ...expression, of: changed(expression.of) };
    case 'product':
      return { ...expression, left: changed(expression.left), right: changed(expression.right) };
    case 'tuple':
    case 'list':
      return { ...expression, items: expression.items.map(changed) };
    default:
      return expression satisfies never;
  }
}
