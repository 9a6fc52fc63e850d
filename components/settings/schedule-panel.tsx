'use client';

import { type FormEvent, useRef, useState } from 'react';
import { reviewStore, useReviews } from '#components/data/use-reviews.ts';
import { announce } from '#components/ui/announce.ts';
import type { SettingsPatch } from '#lib/review/entry-schema.ts';
import { defaultSettings, type Settings } from '#lib/review/settings.ts';

type FieldName = keyof Omit<Settings, 'examDate' | 'typesAnswers' | 'moreNew'>;

/** The fields of the schedule form, in its order. */
const fields: readonly { name: FieldName; label: string; help: string }[] = [
  {
    name: 'newPerDay',
    label: 'New questions a day',
    help: '0 to 9999. With an exam ahead, as many more as are needed.',
  },
  { name: 'reviewsPerDay', label: 'Reviews a day', help: '0 to 9999.' },
  {
    name: 'desiredRetention',
    label: 'Desired retention, %',
    help: '70 to 97. How likely you are to know a card when it comes due: more means shorter intervals.',
  },
  { name: 'dayStartsAtHour', label: 'A day begins at, hour', help: '0 to 23, in your own time zone.' },
  {
    name: 'learningStepsMinutes',
    label: 'Learning steps, minutes',
    help: 'Times after which a new card comes again, such as 1 10. Empty: none.',
  },
  {
    name: 'relearningStepsMinutes',
    label: 'Relearning steps, minutes',
    help: 'The same after a card was forgotten, such as 10. Empty: none.',
  },
];

function shownValues(settings: Settings): Readonly<Record<FieldName, string>> {
  return {
    newPerDay: String(settings.newPerDay),
    reviewsPerDay: String(settings.reviewsPerDay),
    desiredRetention: String(Math.round(settings.desiredRetention * 1000) / 10),
    dayStartsAtHour: String(settings.dayStartsAtHour),
    learningStepsMinutes: settings.learningStepsMinutes.join(' '),
    relearningStepsMinutes: settings.relearningStepsMinutes.join(' '),
  };
}

/** What the student typed as a change of settings, or a sentence for each field that cannot be used. */
function readFields(
  data: FormData,
): { ok: true; patch: SettingsPatch } | { ok: false; problems: Partial<Record<FieldName, string>> } {
  const problems: Partial<Record<FieldName, string>> = {};
  const text = (name: FieldName) => {
    const value = data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const number = (name: FieldName, low: number, high: number, whole: boolean): number => {
    const value = Number(text(name).replace(',', '.'));
    if (
      text(name) === '' ||
      !Number.isFinite(value) ||
      value < low ||
      value > high ||
      (whole && !Number.isInteger(value))
    ) {
      problems[name] = `Write a ${whole ? 'whole ' : ''}number from ${low} to ${high}.`;
    }
    return value;
  };
  const steps = (name: FieldName): number[] => {
    const values = text(name)
      .split(/[\s;]+/)
      .filter(Boolean)
      .map(Number);
    if (values.length > 10 || values.some((value) => !(value > 0 && value <= 1440))) {
      problems[name] =
        'Write at most 10 numbers of minutes, each above 0 and up to 1440, with spaces between.';
    }
    return values;
  };
  const patch = {
    newPerDay: number('newPerDay', 0, 9999, true),
    reviewsPerDay: number('reviewsPerDay', 0, 9999, true),
    desiredRetention: number('desiredRetention', 70, 97, false) / 100,
    dayStartsAtHour: number('dayStartsAtHour', 0, 23, true),
    learningStepsMinutes: steps('learningStepsMinutes'),
    relearningStepsMinutes: steps('relearningStepsMinutes'),
  };
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, patch };
}

/** How much to study and when a card comes due. Saved as an entry of the review log, so it holds from now on. */
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
  const { examDate, typesAnswers, moreNew } = settings;
  const changed =
    JSON.stringify(settings) !== JSON.stringify({ ...defaultSettings, typesAnswers, examDate, moreNew });

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
              moreNew: ___,
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
