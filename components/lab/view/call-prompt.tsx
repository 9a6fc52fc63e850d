'use client';

import { type FormEvent, useId, useState } from 'react';
import { useLab, useLabPart, useLabSnapshot } from '#components/lab/model/lab-context.ts';
import { CodeWords } from '#components/ui/code-words.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { allCalls, suggestCalls, type Suggestion } from '#lib/lab/call-line/suggest-calls.ts';

/** So many calls have a button; every other is in the list. */
const mostButtons = 5;

/** Reads a line of Python. Fetched when somebody comes near a prompt, so that it is there before the first press. */
const fetchReader = () => import('#lib/lab/call-line/read-call-line.ts');
const fetchAhead = () => void fetchReader().catch(() => undefined);

const fetchErrors = () => import('#lib/lab/explain/explain-error-text.ts').catch(() => null);

const noReader =
  'The part of the page that reads calls could not be loaded. Check that the server runs, then try again.';

/** Makes calls in a thread of a program: the likely ones at one press, any other as a line of Python. */
export function CallPrompt({
  program,
  thread,
  onCall,
}: {
  program: string;
  thread: number;
  /** A call was made here, not by a lab's own steps. */
  onCall?: (() => void) | undefined;
}) {
  const model = useLab();
  const own = useLabPart(({ snapshot }) => snapshot.programs.find(({ name }) => name === program));
  const sockets = useLabPart(({ snapshot }) => snapshot.sockets);
  const suggestions = suggestCalls({ programs: own === undefined ? [] : [own], sockets }, program);
  const [first] = suggestions;
  /** What was typed; `null`: the likeliest call is shown there. */
  const [typed, setTyped] = useState<string | null>(null);
  const [mistake, setMistake] = useState<string | null>(null);
  const inputId = useId();
  const mistakeId = useId();
  const text = typed ?? first?.text ?? '';

  async function run(line: string) {
    const reader = await fetchReader().catch(() => null);
    if (reader === null) return setMistake(noReader);
    const parsed = reader.parsePrompt(line, model.now, program);
    if (!parsed.ok) {
      setTyped(line);
      setMistake(
        (await fetchErrors())?.explainCopied(line) ?? `${sentence(parsed.message)} ${sentence(parsed.help)}`,
      );
      return;
    }
    setMistake(null);
    onCall?.();
    const refused = await model.call(program, thread, parsed.call, parsed.targets);
    if (refused !== null) {
      setMistake(`${refused.message} ${refused.help}`);
      setTyped(line);
      return;
    }
    // In one picture with the call; what was typed meanwhile stays.
    setTyped((now) => (now === typed ? null : now));
  }

  function edit(suggestion: Suggestion) {
    setTyped(suggestion.text);
    setMistake(null);
    const input = document.getElementById(inputId);
    if (!(input instanceof HTMLInputElement)) return;
    input.focus();
    requestAnimationFrame(() => input.setSelectionRange(input.value.length - 1, input.value.length - 1));
  }

  return (
    <div onPointerEnter={fetchAhead} onFocus={fetchAhead}>
      <div className="relative flex flex-wrap gap-1.5" role="group" aria-label={`Calls of ${program}`}>
        {suggestions.slice(0, mostButtons).map((suggestion, index) => (
          <button
            key={suggestion.text}
            type="button"
            title={suggestion.text}
            aria-label={suggestion.text}
            className={`button min-h-9 px-2 py-0.5 font-mono text-[0.8125rem] ${index === 0 ? 'button-strong' : ''}`}
            onClick={() => void run(suggestion.text)}
          >
            {suggestion.label}
          </button>
        ))}
        <Disclosure label="All calls" summary="…" reach="row">
          <AllCalls program={program} onChoose={edit} />
        </Disclosure>
      </div>
      <form
        className="mt-2 flex gap-1.5"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void run(text);
        }}
      >
        <label htmlFor={inputId} className="self-center font-mono text-soft" aria-hidden="true">
          &gt;&gt;&gt;
        </label>
        <input
          id={inputId}
          aria-label={`A call of ${program}, as Python`}
          className="field min-h-9 min-w-0 flex-1 font-mono text-[0.8125rem]"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={text}
          aria-invalid={mistake !== null}
          aria-describedby={mistake ? mistakeId : undefined}
          onChange={(event) => {
            setTyped(event.target.value);
            setMistake(null);
          }}
        />
        <button type="submit" className="button min-h-9 px-2.5" disabled={text.trim() === ''}>
          Call
        </button>
      </form>
      {mistake && (
        <p id={mistakeId} role="alert" className="mt-1.5 text-sm text-bad">
          ✕ <CodeWords text={mistake} />
        </p>
      )}
    </div>
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function AllCalls({ program, onChoose }: { program: string; onChoose: (suggestion: Suggestion) => void }) {
  const { snapshot } = useLabSnapshot();
  return (
    <div className="max-h-80 overflow-y-auto p-2">
      <p className="px-2 pb-1 text-xs text-soft">
        Choose one to edit it. Wrong ones are allowed: the kernel says why.
      </p>
      {allCalls(snapshot, program).map(({ name, calls }) => (
        <div key={name}>
          <p className="eyebrow px-2 pt-2">{name}</p>
          {calls.map((call) => (
            <button
              key={call.text}
              type="button"
              className="block w-full rounded px-2 py-1 text-left font-mono text-[0.8125rem] hover:bg-sunk"
              onClick={() => onChoose(call)}
            >
              {call.text}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
