import type { Page } from '@playwright/test';

/**
 * Presses the key of a grade.
 *
 * The time begins with the key event's own time stamp. It ends when the first frame after the question changed has been
 * painted: a message sent from within that frame's `requestAnimationFrame` arrives when the main thread has laid the frame
 * out and painted it; what the compositor does after that is not in it.
 *
 * @returns milliseconds until the next card is painted
 */
export async function nextCardPainted(page: Page, key: '1' | '2' | '3' | '4'): Promise<number> {
  const painted = await page.evaluateHandle(() => {
    const question = () => document.querySelector('article h2')?.textContent;
    const before = question();
    return {
      ms: new Promise<number>((resolve, reject) => {
        let began = 0;
        setTimeout(() => reject(new Error('No other card came within ten seconds.')), 10_000);
        document.addEventListener('keydown', (event) => (began = event.timeStamp), {
          capture: true,
          once: true,
        });
        const observer = new MutationObserver(() => {
          if (question() === before) return;
          observer.disconnect();
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - began);
            port2.postMessage(null);
          });
        });
        observer.observe(document.body, { childList: true, characterData: true, subtree: true });
      }),
    };
  });
  await page.keyboard.press(key);
  const ms = await painted.evaluate((handle) => handle.ms);
  await painted.dispose();
  return ms;
}
