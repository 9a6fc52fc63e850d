'use client';

import { type ChangeEvent, useEffect, useState } from 'react';
import { reviewStore } from '#components/data/use-reviews.ts';
import { announce } from '#components/ui/announce.ts';
import type { LogProblem } from '#lib/review/log-file.ts';
import { saveLog } from '#lib/storage/save-log.ts';
import { type StoreFault, storeFaults } from '#lib/storage/store-fault.ts';

interface Imported {
  readonly added: number;
  readonly known: number;
  readonly problems: readonly LogProblem[];
}

/** The review log: where it is kept, and how it goes out and in. */
export function LogPanel() {
  const [kept, setKept] = useState<Kept>('unknown');
  const [imported, setImported] = useState<Imported | StoreFault | 'unreadable' | null>(null);

  useEffect(() => {
    void navigator.storage?.persisted().then((yes) => setKept(yes ? 'yes' : 'no'));
  }, []);

  async function ask() {
    const answer = (await navigator.storage.persist()) ? 'yes' : 'refused';
    setKept(answer);
    announce(keptTexts[answer]);
  }

  async function read(event: ChangeEvent<HTMLInputElement>) {
    const input = event.currentTarget;
    const [file] = input.files ?? [];
    if (!file) return;
    const text = await file.text().catch(() => null);
    input.value = '';
    if (text === null) return setImported('unreadable');
    // The schemas that check a log from outside are loaded when one comes.
    const { parseLog } = await import('#lib/review/log-file.ts');
    const { entries, problems } = parseLog(text, Date.now());
    const result = await reviewStore().import(entries);
    if (!result.stored) return setImported(result.fault);
    setImported({ added: result.added, known: entries.length - result.added, problems });
    announce(`${result.added} answers added.`);
  }

  return (
    <section className="panel p-6 sm:p-7" aria-labelledby="log">
      <h2 id="log" className="text-lg font-semibold">
        Your answers
      </h2>
      <p className="mt-1 text-soft">
        Everything you do is a line in a log that this browser keeps for this address; no server has it. Take
        it to another browser or address as a file. Reading the same file twice changes nothing.
      </p>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <button type="button" className="button" onClick={() => void saveLog(reviewStore(), Date.now())}>
          Export as a file
        </button>
        <label className="button has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-client">
          Import a file
          <input
            type="file"
            accept=".jsonl,.txt,application/jsonl"
            className="sr-only"
            onChange={(event) => void read(event)}
          />
        </label>
      </div>
      {imported && <ImportResult imported={imported} />}
      <div className="mt-5 border-t border-line pt-4">
        <p className="text-soft">{keptTexts[kept]}</p>
        {(kept === 'no' || kept === 'refused') && (
          <button type="button" className="button mt-3" onClick={() => void ask()}>
            Ask the browser to keep it
          </button>
        )}
      </div>
    </section>
  );
}

function ImportResult({ imported }: { imported: Imported | StoreFault | 'unreadable' }) {
  if (imported === 'unreadable') {
    return (
      <p role="alert" className="mt-4 text-bad">
        ✕ The file could not be read. Check that it is still there and that you may read it.
      </p>
    );
  }
  if ('code' in imported) {
    const { message } = storeFaults[imported.code];
    return (
      <p role="alert" className="mt-4 text-bad">
        ✕ Nothing was added ({imported.code}): {message.split(',')[0]}. Fix that, then import the file again.
      </p>
    );
  }
  const { added, known, problems } = imported;
  if (added + known === 0 && problems.length > 0) {
    return (
      <p role="alert" className="mt-4 text-bad">
        ✕ This is not a review log: no line of it can be used. Choose a file that Export made.
      </p>
    );
  }
  return (
    <div role="status" className="mt-4">
      <p>
        <span className="font-semibold text-good">✓ {added} added</span>
        {known > 0 && `, ${known} ${known === 1 ? 'was' : 'were'} here already`}
        {problems.length > 0 && `, ${problems.length} left out`}.
      </p>
      {problems.length > 0 && (
        <ul className="mt-2 max-h-48 overflow-y-auto text-sm" tabIndex={0} aria-label="Lines left out">
          {problems.map(({ line, message }) => (
            <li key={line}>
              <span className="font-semibold text-bad">✕ Line {line}:</span> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type Kept = 'unknown' | 'yes' | 'no' | 'refused';

const keptTexts: Readonly<Record<Kept, string>> = {
  unknown:
    'This browser does not say whether it keeps the log when disk space is short. Export it now and then.',
  yes: 'The browser keeps the log even when disk space is short.',
  no: 'The browser may remove the log when disk space is short. Export it now and then, or ask the browser to keep it.',
  refused:
    'The browser said no: it may remove the log when disk space is short. Many browsers say yes once you use a site often. Export the log now and then.',
};
