import { CodeWords } from '#components/ui/code-words.tsx';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';

/** What is wrong in a deck's file, as the command line says it. `lines` are those of the file. */
export function DiagnosticList({
  diagnostics,
  lines,
}: {
  diagnostics: readonly Diagnostic[];
  lines: readonly string[];
}) {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  return (
    <section
      className={`panel mt-4 overflow-hidden ${errors > 0 ? 'border-bad' : ''}`}
      aria-labelledby="problems"
    >
      <h2 id="problems" className="border-b border-line px-5 py-3 font-semibold">
        {errors > 0 && <span className="text-bad">✕ {errors === 1 ? '1 error' : `${errors} errors`}</span>}
        {errors > 0 && warnings > 0 && ', '}
        {warnings > 0 && (
          <span className="text-waiting">⚠ {warnings === 1 ? '1 warning' : `${warnings} warnings`}</span>
        )}{' '}
        in the file
      </h2>
      <ol className="divide-y divide-line">
        {diagnostics.map((diagnostic) => (
          <DiagnosticItem
            key={`${diagnostic.file}:${diagnostic.line}:${diagnostic.column}:${diagnostic.code}`}
            diagnostic={diagnostic}
            text={lines[diagnostic.line - 1]}
          />
        ))}
      </ol>
    </section>
  );
}

/** How much of a long line is shown before what is wrong in it. */
const before = 32;

function DiagnosticItem({ diagnostic, text }: { diagnostic: Diagnostic; text: string | undefined }) {
  const { file, line, column, length, severity, code, message, help } = diagnostic;
  const start = column - 1;
  const from = Math.max(0, start - before);
  return (
    <li className="px-5 py-3">
      <p className="font-mono text-xs break-all text-soft">
        {file}:{line}:{column} {severity} {code}
      </p>
      <p className="mt-1 font-medium">
        <CodeWords text={`${message}.`} />
      </p>
      {text !== undefined && (
        <pre
          tabIndex={0}
          role="group"
          aria-label={`Line ${line}`}
          className="mt-1.5 overflow-x-auto rounded bg-sunk px-3 py-1.5 font-mono text-xs"
        >
          {from > 0 && '…'}
          {text.slice(from, start)}
          <mark className="bg-bad-tint text-bad underline decoration-wavy">
            {text.slice(start, start + length) || ' '}
          </mark>
          {text.slice(start + length)}
        </pre>
      )}
      <p className="mt-1.5 text-soft">
        <span className="font-semibold">What to do:</span> <CodeWords text={`${help}.`} />
      </p>
    </li>
  );
}
