'use client';

import { useRef, useState } from 'react';
import { useLab, useLabSnapshot } from '#components/lab/model/lab-context.ts';
import { announce } from '#components/ui/announce.ts';
import { Disclosure } from '#components/ui/disclosure.tsx';

interface Problem {
  readonly title: string;
  readonly message: string;
}

/** Takes a log out of the page and brings one in: as a transcript, as a Python program, as a lab script. */
export function TranscriptMenu() {
  const model = useLab();
  const { position } = useLabSnapshot();
  const fileRef = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isEmpty = model.events.length === 0;

  async function save() {
    const { formatTranscript } = await import('#lib/lab/timeline/transcript.ts');
    const url = URL.createObjectURL(
      new Blob([formatTranscript(model.events)], { type: 'application/jsonl' }),
    );
    const link = document.createElement('a');
    link.href = url;
    link.download = `ackademy-lab-${new Date().toISOString().slice(0, 16).replace(':', '')}.jsonl`;
    link.click();
    URL.revokeObjectURL(url);
    announce('Transcript saved.');
  }

  async function open(file: File) {
    const { parseTranscript } = await import('#lib/lab/timeline/transcript.ts');
    const parsed = parseTranscript(await file.text());
    if (parsed.ok) {
      setProblem(null);
      model.show(file.name, parsed.value);
      announce(`Transcript ${file.name} opened, ${String(parsed.value.length)} events.`);
    } else {
      setProblem({
        title: `${file.name}, line ${String(parsed.error.line)}`,
        message: `${parsed.error.message} ${parsed.error.help}`,
      });
    }
  }

  async function copy(what: 'Python' | 'lab script') {
    const events = model.events.slice(0, position);
    const text =
      what === 'Python'
        ? (await import('#lib/lab/export/python-program.ts')).exportPython(events)
        : (await import('#lib/lab/export/lab-script.ts')).exportLabScript(events);
    try {
      await navigator.clipboard.writeText(text);
      announce(`Copied as ${what}.`);
      setProblem(null);
    } catch {
      // Without https a browser hands over no clipboard; a file is the next best thing.
      const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = what === 'Python' ? 'lab.py' : 'lab.md';
      link.click();
      URL.revokeObjectURL(url);
      announce(`The browser lets nothing be copied here. Saved as a file instead.`);
    }
  }

  return (
    <>
      <Disclosure label="Transcript, copy as Python or as a lab script" summary="Transcript" reach="bar">
        <div className="flex w-60 flex-col p-1.5 text-left">
          <Item name="Save the transcript" isOff={isEmpty} onPress={() => void save()} />
          <Item name="Open a transcript …" onPress={() => fileRef.current?.click()} />
          <Item name="Copy as a Python program" isOff={isEmpty} onPress={() => void copy('Python')} />
          <Item name="Copy as a lab script" isOff={isEmpty} onPress={() => void copy('lab script')} />
        </div>
      </Disclosure>
      <input
        ref={fileRef}
        type="file"
        accept=".jsonl,application/jsonl"
        aria-label="A transcript to open"
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file) void open(file);
        }}
      />
      {problem && (
        <div
          role="alert"
          className="panel fixed inset-x-4 bottom-24 z-30 mx-auto max-w-xl border-bad p-4 shadow-lg"
        >
          <p className="font-semibold text-bad">✕ {problem.title}</p>
          <p className="mt-1">{problem.message}</p>
          <button type="button" className="button mt-3" onClick={() => setProblem(null)}>
            Close
          </button>
        </div>
      )}
    </>
  );
}

function Item({ name, isOff = false, onPress }: { name: string; isOff?: boolean; onPress: () => void }) {
  return (
    <button
      type="button"
      className="rounded px-3 py-2 text-left hover:bg-sunk disabled:opacity-50"
      disabled={isOff}
      onClick={onPress}
    >
      {name}
    </button>
  );
}
