import type { PollEntry } from '#server/kernel/calls/attempt.ts';
import * as libc from '#server/kernel/system/libc.ts';

/** `struct pollfd`: an int and two shorts. */
export const pollEntryBytes = 8;

/** Writes an entry of `poll`'s array. */
export function writePollEntry(array: Buffer, index: number, { realFd, events }: PollEntry): void {
  const at = index * pollEntryBytes;
  array.writeInt32LE(realFd, at);
  // Python's events are unsigned, the structure's field is a short.
  array.writeUInt16LE(events & 0xffff, at + 4);
  array.writeUInt16LE(0, at + 6);
}

/** What happened at an entry. */
export function readPollEntry(array: Buffer, index: number): number {
  return array.readUInt16LE(index * pollEntryBytes + 6);
}

/** What has happened at each descriptor by now: 0, or events. */
export function pollDescriptors(entries: readonly PollEntry[]): number[] {
  const array = Buffer.alloc(entries.length * pollEntryBytes);
  for (const [index, entry] of entries.entries()) writePollEntry(array, index, entry);
  const result = libc.poll(array, entries.length, 0);
  if (result < 0 && result !== -libc.errnoOf('EINTR')) throw new Error(`poll: ${libc.errorText(-result)}`);
  return entries.map((_, index) => readPollEntry(array, index));
}
