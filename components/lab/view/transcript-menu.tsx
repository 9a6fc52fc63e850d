'use client';

import { useRef, useState } from 'react';
import type * as Actions from '#components/lab/view/transcript-actions.ts';
import { useLab, useLabSnapshot } from '#components/lab/model/lab-context.ts';
import { Disclosure } from '#components/ui/disclosure.tsx';

export interface Problem {
  readonly title: string;
  readonly message: string;
}

const notLoaded: Problem = {
  title: 'Not loaded',
  message: 'This part of the page could not be loaded. Check that the server runs, then try again.',
};

/** Takes a log out of the page and brings one in: as a transcript, as a Python program, as a lab script. */
export function TranscriptMenu() {
  const model = useLab();
  const { position } = useLabSnapshot();
  const fileRef = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isEmpty = model.events.length === 0;

  const past = () => model.events.slice(0, position);

  /** Runs `work` with what the menu does, which is loaded when it is first chosen. */
  async function act(work: (actions: typeof Actions) => Promise<Problem | null>) {
    const actions = await import('./transcript-actions.ts').catch(() => null);
    setProblem(actions === null ? notLoaded : await work(actions));
  }

  return (
    <>
      <Disclosure label="Transcript, copy as Python or as a lab script" summary="Transcript" reach="bar">
        <div className="flex w-60 flex-col p-1.5 text-left">
          <Item
            name="Save the transcript"
            isOff={isEmpty}
            onPress={() => void act(({ save }) => save(model))}
          />
          <Item name="Open a transcript …" onPress={() => fileRef.current?.click()} />
          <Item
            name="Copy as a Python program"
            isOff={isEmpty}
            onPress={() => void act(({ copy }) => copy('Python', past()))}
          />
          <Item
            name="Copy as a lab script"
            isOff={isEmpty}
            onPress={() => void act(({ copy }) => copy('lab script', past()))}
          />
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
          if (file) void act(({ open }) => open(model, file));
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
