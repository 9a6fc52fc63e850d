import type { LabEntry } from '#lib/node/lab-library.ts';

/** What a page that shows several labs knows of each. */
export interface LabSummary {
  readonly lab: string;
  readonly number: number;
  readonly title: string;
  /** Of the course, ascending. */
  readonly topics: readonly number[];
  readonly stageIds: readonly string[];
}

export function labSummaryOf({ guide }: LabEntry): LabSummary {
  return {
    lab: guide.lab,
    number: guide.number,
    title: guide.title,
    topics: guide.topics,
    stageIds: guide.stages.map(({ id }) => id),
  };
}
