import type { SettingsPatch } from '#lib/review/row.ts';
import type { Settings } from '#lib/review/settings.ts';

export type FieldName = keyof Omit<Settings, 'examDate' | 'typesAnswers'>;

/** The fields of the schedule form, in its order. */
export const fields: readonly { name: FieldName; label: string; help: string }[] = [
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

export function shownValues(settings: Settings): Readonly<Record<FieldName, string>> {
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
export function readFields(
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
