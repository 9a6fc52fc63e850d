'use client';

import { useState } from 'react';
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
  const [isOpen, setOpen] = useState(chosen !== null);
  if (topics.length < 2) return null;
  const toggle = (topic: number, isOn: boolean) => {
    const after = isOn ? [...(chosen ?? []), topic] : (chosen ?? []).filter((each) => each !== topic);
    onChange(after.length === 0 ? null : after.sort((a, b) => a - b));
  };
  return (
    <Group name="Topics">
      <div className="flex flex-wrap items-center gap-3">
        <span>
          {chosen === null
            ? `All ${String(topics.length)}`
            : `${String(chosen.length)} of ${String(topics.length)}`}
        </span>
        <button
          type="button"
          className="button min-h-9"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Fold' : 'Choose'}
        </button>
        {chosen !== null && (
          <button type="button" className="button min-h-9" onClick={() => onChange(null)}>
            All topics
          </button>
        )}
      </div>
      {isOpen && (
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
      )}
    </Group>
  );
}
