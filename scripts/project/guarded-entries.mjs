/** What hands work to the event loop. */
const entries = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'nextTick',
  'on',
  'once',
  'addListener',
  'addEventListener',
  'prependListener',
  'prependOnceListener',
]);

/** The process's own boundary. */
const boundaryOfProcess = 'uncaughtException';

function nameOf(callee) {
  return callee.type === 'MemberExpression' ? callee.property.name : callee.name;
}

/** Whether `guard` made it: the type `Guarded` has a mark. */
function isGuarded(type) {
  return type.getProperties().some(({ name }) => name.startsWith('__@guarded@'));
}

/**
 * A rule of ESLint: what the event loop starts has a guard, so that a bug in it ends a session and not the process. It asks
 * for the type of each function that is handed over, and `guard` alone makes one that passes.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const guardedEntries = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      unguarded:
        '`{{entry}}` starts this without a guard: a bug in it ends the process. Hand over `guard(boundary, work)` of `#lib/failures/guard.ts`.',
    },
  },
  create(context) {
    const { parserServices } = context.sourceCode;
    return {
      CallExpression(node) {
        const entry = nameOf(node.callee);
        if (!entries.has(entry)) return;
        const [first] = node.arguments;
        if (first?.type === 'Literal' && first.value === boundaryOfProcess) return;
        for (const argument of node.arguments) {
          const type = parserServices.getTypeAtLocation(argument);
          if (type.getCallSignatures().length === 0 || isGuarded(type)) continue;
          context.report({ node: argument, messageId: 'unguarded', data: { entry } });
        }
      },
    };
  },
};
