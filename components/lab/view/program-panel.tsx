'use client';

import { type FocusEvent, type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useLab, useLabPart } from '#components/lab/model/lab-context.ts';
import { lookOf } from '#components/lab/model/lanes.ts';
import { CallLines } from '#components/lab/view/call-lines.tsx';
import { CallPrompt } from '#components/lab/view/call-prompt.tsx';
import { DescriptorList } from '#components/lab/view/socket-list.tsx';
import type { CallLine, ProgramSnapshot } from '#lib/lab/timeline/snapshot.ts';

/**
 * Keeps the focus among the controls of a program when what had it goes: to the note that is shown there while a call waits,
 * and back to the prompt, or to the likeliest call, when it has returned. A focus that moved on is left alone.
 */
function useKeptFocus(isWaiting: boolean): {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: () => void;
} {
  const ref = useRef<HTMLDivElement>(null);
  const held = useRef<'nothing' | 'prompt' | 'button'>('nothing');
  useLayoutEffect(() => {
    // React fires no blur event when it removes the focused element.
    if (held.current === 'nothing' || document.activeElement !== document.body) return;
    const wanted = isWaiting
      ? '[data-waits]'
      : held.current === 'prompt'
        ? 'form input'
        : '[role=group]:has(+ form) button';
    ref.current?.querySelector<HTMLElement>(wanted)?.focus({ preventScroll: true });
  }, [isWaiting]);
  return {
    ref,
    onFocus: ({ target }) => {
      if (target.matches('[data-waits]')) held.current = held.current === 'prompt' ? 'prompt' : 'button';
      else held.current = target.matches('form input') ? 'prompt' : 'button';
    },
    onBlur: () => {
      held.current = 'nothing';
    },
  };
}

const notBegun: Omit<ProgramSnapshot, 'name'> = {
  isRunning: false,
  lines: [],
  threads: [],
  variables: new Map(),
  descriptors: [],
  socketIds: new Map(),
};

/** One program: what it called and got, its sockets, and what it can call next. */
export function ProgramPanel({
  name,
  isGuided,
  onCall,
  onRemove,
}: {
  name: string;
  /** A lab's steps make the calls; those by hand come second. */
  isGuided: boolean;
  onCall?: (() => void) | undefined;
  onRemove?: (() => void) | undefined;
}) {
  const begun = useLabPart(({ snapshot }) => snapshot.programs.find((known) => known.name === name));
  const isLive = useLabPart((snapshot) => snapshot.isLive);
  const link = useLabPart((snapshot) => snapshot.link);
  const isAsRoot = useLabPart(({ snapshot }) => snapshot.network?.asRoot === true);
  const program = begun ?? { ...notBegun, name };
  const calls = program.lines.filter((line) => line.kind === 'call');
  const showsThread = calls.some(({ thread }) => thread > 1);
  return (
    <section aria-label={`Program ${name}`} data-program={name} className="panel flex min-h-0 flex-col">
      <header
        className={`flex items-baseline gap-3 rounded-t-[0.6875rem] border-b border-line px-4 py-2.5 ${lookOf(name).tint}`}
      >
        <h2 className="text-[0.8125rem] font-semibold tracking-wider uppercase">{name}</h2>
        <span className="ml-auto text-xs text-soft">
          {isAsRoot ? 'as root' : 'unprivileged'} · {threadsText(program.threads.length)}
        </span>
      </header>
      <CallLines name={name} lines={program.lines} showsThread={showsThread} />
      <DescriptorList program={program} />
      <footer className="border-t border-line px-4 py-3">
        {isLive && link.kind === 'open' ? (
          <ByHand isFolded={isGuided} name={name}>
            <Controls program={program} calls={calls} onCall={onCall} onRemove={onRemove} />
          </ByHand>
        ) : (
          <p className="text-sm text-soft">
            {isLive
              ? 'The lab is not connected, so nothing can be called now.'
              : 'You are looking at what was. Go back to live to make calls.'}
          </p>
        )}
      </footer>
    </section>
  );
}

/** What a student calls without being led. */
function ByHand({ isFolded, name, children }: { isFolded: boolean; name: string; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  if (!isFolded) return children;
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary className="text-sm text-soft">
        A call of your own<span className="sr-only"> in {name}</span>
      </summary>
      {isOpen && <div className="mt-2">{children}</div>}
    </details>
  );
}

function threadsText(count: number): string {
  return count <= 1 ? '1 thread' : `${String(count)} threads`;
}

function Controls({
  program,
  calls,
  onCall,
  onRemove,
}: {
  program: ProgramSnapshot;
  calls: readonly CallLine[];
  onCall: (() => void) | undefined;
  onRemove: (() => void) | undefined;
}) {
  const model = useLab();
  const { name } = program;
  const [chosen, setChosen] = useState(1);
  const [added, setAdded] = useState(1);
  const threads = Array.from({ length: Math.max(added, ...program.threads, 1) }, (_, index) => index + 1);
  // Most calls return at once: the prompt would go and come back, and lose the focus.
  const waiting = new Set(
    calls.filter(({ outcome, blocked }) => outcome === null && blocked !== null).map(({ thread }) => thread),
  );
  const thread = threads.includes(chosen) ? chosen : 1;
  const isWaiting = waiting.has(thread);
  const keptFocus = useKeptFocus(isWaiting);
  return (
    <div {...keptFocus}>
      {threads.length > 1 && (
        <div className="mb-2 flex flex-wrap gap-1" role="group" aria-label={`Threads of ${name}`}>
          {threads.map((number) => (
            <button
              key={number}
              type="button"
              aria-pressed={number === thread}
              className="min-h-7 rounded border border-line px-2 text-xs aria-pressed:border-ink aria-pressed:font-semibold"
              onClick={() => setChosen(number)}
            >
              thread {number}
              {waiting.has(number) && <span className="text-waiting"> ◷ waits</span>}
            </button>
          ))}
        </div>
      )}
      {isWaiting ? (
        <p className="mb-2 text-sm text-soft" tabIndex={-1} data-waits>
          This thread is in a call. Let something happen that wakes it, interrupt it, or use another thread.
        </p>
      ) : (
        <CallPrompt program={name} thread={thread} onCall={onCall} />
      )}
      <div className="mt-2 flex flex-wrap gap-1.5 text-sm">
        {isWaiting && (
          <button
            type="button"
            className="button min-h-9 px-2.5 py-0.5 text-waiting"
            onClick={() => {
              onCall?.();
              model.interrupt(name, thread);
            }}
          >
            Interrupt
          </button>
        )}
        <button
          type="button"
          className="button min-h-9 px-2.5 py-0.5"
          onClick={() => {
            setAdded(threads.length + 1);
            setChosen(threads.length + 1);
          }}
        >
          + thread
        </button>
        {program.isRunning && (
          <button
            type="button"
            className="button min-h-9 px-2.5 py-0.5"
            onClick={() => {
              onCall?.();
              model.exit(name);
              setAdded(1);
              setChosen(1);
            }}
          >
            exit
          </button>
        )}
        {onRemove && !program.isRunning && (
          <button type="button" className="button ml-auto min-h-9 px-2.5 py-0.5" onClick={onRemove}>
            Remove
          </button>
        )}
      </div>
    </div>
  );
}
