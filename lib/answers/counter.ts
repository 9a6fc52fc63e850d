/** Something that was answered, and how often. */
export interface Count {
  readonly text: string;
  readonly times: number;
  readonly students: number;
}

/**
 * Counts texts that are the same but for spaces, and, where the answer is prose, for letter case; shown as they were written
 * first, without control characters.
 */
export class Counter {
  readonly #counts = new Map<string, { text: string; times: number; students: Set<number> }>();
  readonly #keepsCase: boolean;

  /** @param keepsCase whether letter case tells two texts apart, as in code */
  constructor(keepsCase: boolean) {
    this.#keepsCase = keepsCase;
  }

  add(text: string, student: number): void {
    // Somebody else wrote it: nothing in it may steer a terminal or turn the direction of a line.
    const shown = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
    if (shown === '') return;
    const key = this.#keepsCase ? shown : shown.toLowerCase();
    const count = this.#counts.get(key) ?? { text: shown, times: 0, students: new Set() };
    this.#counts.set(key, count);
    count.times += 1;
    count.students.add(student);
  }

  counts(): Count[] {
    return Array.from(this.#counts.values(), ({ text, times, students }) => ({
      text,
      times,
      students: students.size,
    })).sort((a, b) => b.students - a.students || b.times - a.times || (a.text < b.text ? -1 : 1));
  }
}
