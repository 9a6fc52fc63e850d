import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { expect, it } from 'vitest';
import { guardedEntries } from './guarded-entries.mjs';

const root = new URL('../..', import.meta.url).pathname;

/** Lines of `code` that the rule reports. */
function reportedLines(code: string): number[] {
  const config: Linter.Config = {
    files: ['**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: { allowDefaultProject: ['planted.ts'] }, tsconfigRootDir: root },
    },
    plugins: { ackademy: { rules: { 'guarded-entries': guardedEntries } } },
    rules: { 'ackademy/guarded-entries': 'error' },
  };
  const problems = new Linter({ cwd: root }).verify(code, [config], { filename: `${root}planted.ts` });
  expect(problems.filter(({ ruleId }) => ruleId === null)).toEqual([]);
  return problems.map(({ line }) => line);
}

it('reports what the event loop starts without a guard, and nothing that has one', () => {
  const code = `import { guard, wholeProcess } from './lib/failures/guard.ts';
import { EventEmitter } from 'node:events';
const bare = () => {};
const guarded = guard(wholeProcess, bare);
const emitter = new EventEmitter();
setTimeout(guarded, 5);
setInterval(guard(wholeProcess, bare), 5);
emitter.on('a', guarded);
process.on('uncaughtException', bare);
setTimeout(bare, 5);
setTimeout(() => guarded(), 5);
globalThis.setInterval(bare, 5);
setImmediate(bare);
queueMicrotask(bare);
process.nextTick(bare);
emitter.on('a', bare);
emitter.once('a', function () {});
new AbortController().signal.addEventListener('abort', bare);
`;
  expect(reportedLines(code)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18]);
});
