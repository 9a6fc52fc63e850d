/** The program of `ContentThread`. */
import { parentPort } from 'node:worker_threads';
import { OwnContentReader } from '#lib/node/content-reader.ts';
import type { ContentAnswer, ContentQuestion } from '#lib/node/content-thread.ts';

if (parentPort === null) throw new Error('This program is started by ContentThread.');
const port = parentPort;
const reader = new OwnContentReader();

async function answer(question: ContentQuestion): Promise<ContentAnswer> {
  const value =
    question.kind === 'deck' ? await reader.deck(question.source) : await reader.lab(question.source);
  return { ok: true, value };
}

port.on('message', (question: ContentQuestion) => {
  answer(question)
    .catch((error: unknown): ContentAnswer => ({
      ok: false,
      message: error instanceof Error ? error.message : String(error),
    }))
    .then((answered) => {
      const { json = null } = answered.ok && 'json' in answered.value ? answered.value : {};
      port.postMessage(answered, json === null ? [] : [json.buffer]);
    })
    .catch((error: unknown) => {
      throw error;
    });
});
