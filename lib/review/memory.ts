/**
 * What the scheduler believes of one prompt, in FSRS's terms. `null` stands for a prompt that was never answered, or whose
 * schedule was forgotten.
 */
export interface Memory {
  readonly state: 'learning' | 'review' | 'relearning';
  /** Days until recall falls to 90 %. */
  readonly stability: number;
  /** 1 (easy) to 10 (hard). */
  readonly difficulty: number;
  /** Epoch milliseconds. */
  readonly due: number;
  /** Epoch milliseconds. */
  readonly lastReviewAt: number;
  /** Answers since this memory began. */
  readonly reps: number;
  /** How often it was forgotten in review since this memory began. */
  readonly lapses: number;
  /** Index of the (re)learning step it is in; 0 in review. */
  readonly step: number;
}

export type MemoryState = 'new' | Memory['state'];
