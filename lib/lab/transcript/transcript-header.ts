import { z } from 'zod';

export const transcriptName = 'ackademy.lab';
export const transcriptVersion = 1;

/** A transcript holds no more. */
export const maxTranscriptEvents = 20_000;
export const maxTranscriptBytes = 32 * 1024 * 1024;

/** The first line of a transcript. `events`: how many lines follow, so that a file that was cut off shows it. */
export const transcriptHeader = z.object({
  transcript: z.literal(transcriptName),
  version: z.int().min(1),
  title: z.string().optional(),
  events: z.int().min(0).optional(),
});
export type TranscriptHeader = z.infer<typeof transcriptHeader>;
