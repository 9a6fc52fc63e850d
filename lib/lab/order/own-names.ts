import type { CallNode, Expression, NameNode } from '#lib/lab/script/ast.ts';

function ownName(node: NameNode, program: string): NameNode {
  return node.program === null ? { ...node, program } : node;
}

function ownExpression(expression: Expression, program: string): Expression {
  switch (expression.kind) {
    case 'name':
      return ownName(expression, program);
    case 'tuple':
    case 'list':
      return { ...expression, items: expression.items.map((item) => ownExpression(item, program)) };
    case 'value':
    case 'anything':
      return expression;
    default:
      return expression satisfies never;
  }
}

/** The call with each name bound to its own program: a process does not see the variables of another. */
export function withOwnNames(call: CallNode, program: string): CallNode {
  const { receiver, args } = call;
  return {
    ...call,
    receiver: receiver === null ? null : ownName(receiver, program),
    args: args.map((arg) => ownExpression(arg, program)),
  };
}
