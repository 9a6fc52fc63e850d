import type { Browser, Page } from '@playwright/test';
import { type Figure, quantile } from '../report/figure.ts';
import { slowDown, slowDownProcessor } from '../pages/browser.ts';
import { openLab } from './open-lab.ts';

const clicks = 200;
const warmUps = 10;

/**
 * Clicks a button whose call returns at once.
 *
 * The time begins with the click's own time stamp. It ends when the first frame that shows one more result has been
 * painted: a message sent from within that frame's `requestAnimationFrame` arrives when the main thread has painted it.
 *
 * @returns milliseconds until the result of the call is painted
 */
async function resultPainted(page: Page): Promise<number> {
  const painted = await page.evaluateHandle(() => {
    const list = document.querySelector('[aria-label="Calls of server so far"]');
    if (list === null) throw new Error('There is no program.');
    const results = () => (list.textContent.match(/→/g) ?? []).length;
    const before = results();
    return {
      ms: new Promise<number>((resolve, reject) => {
        let began = 0;
        setTimeout(() => reject(new Error('No result came within ten seconds.')), 10_000);
        document.addEventListener('click', (event) => (began = event.timeStamp), {
          capture: true,
          once: true,
        });
        const observer = new MutationObserver(() => {
          if (results() === before) return;
          observer.disconnect();
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - began);
            port2.postMessage(null);
          });
        });
        observer.observe(list, { childList: true, characterData: true, subtree: true });
      }),
    };
  });
  // The mouse is over the button already: what the browser driver looks up to find it is no student's waiting.
  await page.mouse.down();
  await page.mouse.up();
  const ms = await painted.evaluate((handle) => handle.ms);
  await painted.dispose();
  return ms;
}

/** On the same page: a message to the lab and back over the same kind of connection, and a frame painted. */
async function exchangeAndPaintMs(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const address = new URL('/lab/socket', location.href);
        address.protocol = 'ws:';
        const kept = globalThis as { floorSocket?: WebSocket };
        const measure = (webSocket: WebSocket) => {
          const began = performance.now();
          webSocket.onmessage = ({ data }) => {
            if (!String(data).startsWith('{"type":"returned"')) return;
            const title = document.querySelector('h1');
            // A space more or less changes nothing that is seen, and is painted all the same.
            if (title) title.append(' ');
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => resolve(performance.now() - began);
              port2.postMessage(null);
            });
          };
          webSocket.send('{"type":"call","id":1,"program":"floor","call":{"name":"gethostname","args":[]}}');
        };
        if (kept.floorSocket) return measure(kept.floorSocket);
        const webSocket = new WebSocket(address, 'ackademy.lab.2');
        kept.floorSocket = webSocket;
        webSocket.onerror = () => reject(new Error('The lab cannot be reached.'));
        webSocket.onopen = () => webSocket.send('{"type":"open"}');
        webSocket.onmessage = () => measure(webSocket);
      }),
  );
}

/** From a click on a call to its result on the screen. */
export async function clicking(browser: Browser, url: string): Promise<readonly Figure[]> {
  const { context, page } = await openLab(browser, url);
  try {
    await slowDownProcessor(page);
    const clickMs: number[] = [];
    const floorMs: number[] = [];
    for (let click = -warmUps; click < clicks; click += 1) {
      await page.getByRole('textbox', { name: 'A call of server, as Python' }).fill('gethostname()');
      await page.getByRole('button', { name: 'Call', exact: true }).first().hover();
      const ms = await resultPainted(page);
      const floor = await exchangeAndPaintMs(page);
      if (click < 0) continue;
      clickMs.push(ms);
      floorMs.push(floor);
    }
    return (
      [
        ['p50', 0.5, 50],
        ['p99', 0.99, 100],
      ] as const
    ).map(([label, share, atMost]) => ({
      what: `click → result of the call painted, ${slowDown}× slower, ${label}`,
      measured: quantile(clickMs, share),
      unit: 'ms' as const,
      peer: {
        what: `a call over a bare WebSocket, a frame painted, ${label}`,
        measured: quantile(floorMs, share),
      },
      goal: { atMost },
    }));
  } finally {
    await context.close();
  }
}
