import { request } from 'node:http';

const askEveryMs = 2_000;
/** Shorter than that, so that one question is over before the next. */
const answerMs = 1_500;
/** So many questions in a row without an answer mean that it hangs. */
const hangsAfter = 4;
/** There is nobody to ask: it starts, or it ended, which is seen otherwise. */
const notThere = new Set(['ENOENT', 'ECONNREFUSED']);

/**
 * Asks the sidecar now and then whether it is well, and calls `hung` once when it has not answered for some seconds.
 * What comes back ends the asking.
 *
 * Questions are counted, not time: a computer that was asleep has not asked.
 */
export function watchHealth(socketPath: string, host: string, hung: () => void): () => void {
  let missed = 0;
  const timer = setInterval(() => {
    void isSilent(socketPath, host).then((silent) => {
      missed = silent ? missed + 1 : 0;
      if (missed === hangsAfter) hung();
    });
  }, askEveryMs);
  return () => clearInterval(timer);
}

function isSilent(socketPath: string, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(answerMs);
    const asking = request({ socketPath, path: '/lab/healthz', headers: { host }, agent: false, signal });
    asking.once('response', (answer) => {
      answer.once('error', () => {});
      answer.resume();
      resolve(false);
    });
    asking.on('error', ({ code = '' }: NodeJS.ErrnoException) => resolve(!notThere.has(code)));
    asking.end();
  });
}
