'use client';

import { useRef, useState } from 'react';
import type { SetupFacts } from './setup-facts.ts';
import { Check, Group } from './setup-fields.tsx';

/** All topics, or some of them. */
export function TopicChoice({
  topics,
  chosen,
  onChange,
}: {
  topics: SetupFacts['topics'];
  /** null: all. */
  chosen: readonly number[] | null;
  onChange: (topics: readonly number[] | null) => void;
}) {
  // Opened and folded by the browser, so also before any script has run.
  const [isOpen] = useState(chosen !== null);
  const summary = useRef<HTMLElement>(null);
  if (topics.length < 2) return null;
  const toggle = (topic: number, isOn: boolean) => {
    const after = isOn ? [...(chosen ?? []), topic] : (chosen ?? []).filter((each) => each !== topic);
    onChange(after.length === 0 ? null : after.sort((a, b) => a - b));
  };
  return (
    <Group name="Topics">
      <details open={isOpen} className="group">
        <summary ref={summary} className="flex w-fit items-center gap-3 rounded-lg">
          <span>
            {chosen === null
              ? `All ${String(topics.length)}`
              : `${String(chosen.length)} of ${String(topics.length)}`}
          </span>
          <span className="button min-h-9">
            <span className="group-open:hidden">Choose</span>
            <span className="hidden group-open:inline">Fold</span>
          </span>
        </summary>
        <div className="mt-3 grid gap-x-6 sm:grid-cols-2">
          {topics.map(({ topic, name }) => (
            <Check
              key={topic}
              name="topics"
              value={String(topic)}
              isOn={chosen?.includes(topic) ?? false}
              onChange={(isOn) => toggle(topic, isOn)}
            >
              <span className="inline-block w-6 font-mono text-sm text-soft">{topic}</span> {name}
            </Check>
          ))}
        </div>
        {chosen !== null && (
          <button
            type="button"
            className="button mt-3 min-h-9"
            onClick={() => {
              // The button is about to go.
              summary.current?.focus();
              onChange(null);
            }}
          >
            All topics
          </button>
        )}
      </details>
    </Group>
  );
}
