'use client';

import { useId, useState } from 'react';
import { CodeWords } from '#components/ui/code-words.tsx';
import { explainErrorText } from '#lib/lab/explain/explain-error-text.ts';

/** Explains an error that somebody copied from a program of their own. */
export function ErrorReader({ initial }: { initial: string }) {
  const [text, setText] = useState(initial);
  const id = useId();
  return (
    <section className="panel p-5 sm:p-6" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className="text-lg font-semibold">
        <label htmlFor={id}>Paste an error or a traceback</label>
      </h2>
      <textarea
        id={id}
        rows={4}
        className="field mt-2 w-full font-mono text-[0.8125rem]"
        placeholder="ConnectionRefusedError: [Errno 111] Connection refused"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div role="status" className="mt-2">
        <Explained text={text} />
      </div>
    </section>
  );
}

function Explained({ text }: { text: string }) {
  if (text.trim() === '')
    return <p className="text-soft">The last line is enough; a whole traceback also shows the call.</p>;
  const explained = explainErrorText(text);
  if (explained === null)
    return (
      <p className="text-soft">
        This names no error. Paste the line that begins with its name, or write a name or a number, such as{' '}
        <code className="font-mono">EADDRINUSE</code> or <code className="font-mono">10061</code>.
      </p>
    );
  const { title, why, help, difference } = explained;
  return (
    <>
      <h3 className="font-mono text-[0.9375rem] font-semibold">{title}</h3>
      <p className="mt-1">
        <CodeWords text={`${why} ${help}`} />
      </p>
      {difference !== null && (
        <p className="mt-1">
          <strong>On Windows:</strong> <CodeWords text={difference} />
        </p>
      )}
    </>
  );
}
