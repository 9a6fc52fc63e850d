import { CodeWords } from '#components/ui/code-words.tsx';
import { posixErrors, windowsErrors } from '#lib/lab/explain/error-numbers.ts';
import { explainErrorText } from '#lib/lab/explain/explain-error-text.ts';

/** Every error of calls on sockets: its number on each system, why it comes, and the way out. */
export function ErrorTable() {
  return (
    <section className="panel mt-4 overflow-hidden" aria-labelledby="all-errors">
      <h2 id="all-errors" className="eyebrow border-b border-line px-5 py-3 sm:px-6">
        All errors, with their numbers
      </h2>
      <ul className="divide-y divide-line">
        {posixErrors.map(({ code, exception, linux, macos }) => {
          const explained = explainErrorText(code);
          const onWindows = windowsErrors.filter((one) => one.code === code);
          return (
            <li key={code} id={code} className="scroll-mt-16 px-5 py-3 sm:px-6">
              <h3 className="font-mono text-[0.9375rem]">
                <span className="font-semibold">{code}</span> <span className="text-soft">{exception}</span>
              </h3>
              <p className="text-sm text-soft">
                Linux {linux} · macOS {macos}
                {onWindows.map(({ number, name }) => ` · WinError ${String(number)} (${name})`).join('')}
              </p>
              {explained && (
                <p className="mt-1">
                  <CodeWords text={`${explained.why} ${explained.help}`} />
                </p>
              )}
              {onWindows.map(
                ({ number, difference }) =>
                  difference !== null && (
                    <p key={number} className="mt-1">
                      <strong>WinError {number}:</strong> <CodeWords text={difference} />
                    </p>
                  ),
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
