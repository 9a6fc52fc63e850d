import type { ReviewStore } from '#lib/storage/review-store.ts';

/** Has the browser save the whole review log, stored or not, as JSON Lines. `now` names the file. */
export async function saveLog(store: ReviewStore, now: number): Promise<void> {
  await store.whenRead();
  const { formatLog } = await import('#lib/review/log-file.ts');
  const url = URL.createObjectURL(new Blob([formatLog([...store.entries()])], { type: 'application/jsonl' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `ackademy-${new Date(now).toISOString().slice(0, 10)}.jsonl`;
  link.click();
  URL.revokeObjectURL(url);
}
