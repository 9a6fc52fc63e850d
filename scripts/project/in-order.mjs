/**
 * Does work side by side, and hands on the results in the order of the work.
 *
 * @template Result
 * @param {readonly (() => Promise<Result>)[]} work begun in this order
 * @param {number} atOnce how much of it at a time
 * @param {(result: Result, index: number) => void} done called as soon as a piece and all before it have ended
 */
export async function inOrder(work, atOnce, done) {
  /** @type {Map<number, Result>} */
  const ended = new Map();
  let begun = 0;
  let reported = 0;
  const lane = async () => {
    for (let begin = work[begun]; begin !== undefined; begin = work[begun]) {
      const index = begun;
      begun += 1;
      ended.set(index, await begin());
      for (; ended.has(reported); reported += 1) done(ended.get(reported), reported);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/**
 * Outputs for work that is done side by side: what is written to the first is shown at once, what is written to another as
 * soon as all before it are closed.
 *
 * @param {number} count
 * @param {(text: string) => void} show
 * @returns {{ write: (text: string) => void, close: () => void }[]}
 */
export function outputsInOrder(count, show) {
  const outputs = Array.from({ length: count }, () => ({ held: '', isClosed: false }));
  let shown = 0;
  const showNext = () => {
    for (let next = outputs[shown]; next !== undefined; next = outputs[shown]) {
      if (next.held !== '') show(next.held);
      next.held = '';
      if (!next.isClosed) return;
      shown += 1;
    }
  };
  return outputs.map((output) => ({
    write: (text) => {
      output.held += text;
      showNext();
    },
    close: () => {
      output.isClosed = true;
      showNext();
    },
  }));
}
