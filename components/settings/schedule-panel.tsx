'use client';

import { type FormEvent, useRef, useState } from 'react';
import { reviewStore, useReviews } from '#components/review/use-reviews.ts';
import { announce } from '#lib/browser/announce.ts';
import type { SettingsPatch } from '#lib/review/row.ts';
import { defaultSettings, type Settings } from '#lib/review/settings.ts';
import { type FieldName, fields, readFields, shownValues } from './schedule-fields.ts';

/** How much to study and when a card comes due. Saved as a row of the review log, so it holds from now on. */
export function SchedulePanel() {
  const { ready, state } = useReviews();
  const settings = state.settings.latest(null);
  return (
    <section className="panel p-6 sm:p-7" aria-labelledby="schedule">
      <h2 id="schedule" className="text-lg font-semibold">
        Schedule
      </h2>
      {ready ? (
        <ScheduleForm settings={settings} />
      ) : (
        <p className="mt-2 text-soft">Reading your settings …</p>
      )}
    </section>
  );
}

function ScheduleForm({ settings }: { settings: Settings }) {
  const [problems, setProblems] = useState<Partial<Record<FieldName, string>>>({});
  const form = useRef<HTMLFormElement>(null);
  const shown = shownValues(settings);
  const { examDate, typesAnswers } = settings;
  const changed = JSON.stringify(settings) !== JSON.stringify({ ...defaultSettings, typesAnswers, examDate });

  function save(patch: SettingsPatch, said: string) {
    return reviewStore()
      .append([{ kind: 'settings', deck: null, patch }], Date.now())
      .then(() => announce(said));
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const read = readFields(new FormData(event.currentTarget));
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) void save(changes(read.patch, settings), 'Settings saved.');
    else announce(Object.values(read.problems).join(' '));
  }

  return (
    <form ref={form} onSubmit={submit} noValidate className="mt-4 grid gap-x-6 gap-y-5 sm:grid-cols-2">
      {fields.map(({ name, label, help }) => {
        const problem = problems[name];
        return (
          <div key={name} className="flex flex-col gap-1">
            <label htmlFor={name} className="font-medium">
              {label}
            </label>
            <input
              id={name}
              name={name}
              className={`field w-full ${problem ? 'border-bad' : ''}`}
              defaultValue={shown[name]}
              inputMode={name.endsWith('StepsMinutes') ? 'text' : 'decimal'}
              autoComplete="off"
              aria-invalid={problem !== undefined}
              aria-describedby={`${name}-help`}
            />
            <p id={`${name}-help`} className={`text-sm ${problem ? 'text-bad' : 'text-soft'}`}>
              {problem ? `✕ ${problem}` : help}
            </p>
          </div>
        );
      })}
      <div className="flex flex-wrap gap-3 sm:col-span-2">
        <button type="submit" className="button button-strong">
          Save
        </button>
        <button
          type="button"
          className="button"
          disabled={!changed}
          onClick={() => {
            const {
              examDate: _,
              typesAnswers: __,
              learningStepsMinutes,
              relearningStepsMinutes,
              ...rest
            } = defaultSettings;
            setProblems({});
            void save(
              {
                ...rest,
                learningStepsMinutes: [...learningStepsMinutes],
                relearningStepsMinutes: [...relearningStepsMinutes],
              },
              'Default settings restored.',
            ).then(() => form.current?.reset());
          }}
        >
          Back to the defaults
        </button>
      </div>
    </form>
  );
}

/** Only what differs: what another tab changed in the meantime is left as it is there. */
function changes(patch: SettingsPatch, settings: Settings): SettingsPatch {
  const before: Readonly<Record<string, unknown>> = { ...settings };
  return Object.fromEntries(
    Object.entries(patch).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  );
}
