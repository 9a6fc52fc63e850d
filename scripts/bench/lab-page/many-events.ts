import type { Browser, Page } from '@playwright/test';
import { type Figure, median } from '../report/figure.ts';
import { openLab } from './open-lab.ts';
import { recordedLog } from './recorded-log.ts';

const events = 2000;
const fewEvents = 200;
const frames = 240;

const header = '{"transcript":"ackademy.lab","version":1}\n';

async function showLog(page: Page, lines: string): Promise<void> {
  await page.getByLabel('A transcript to open').setInputFiles({
    name: 'bench.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(header + lines),
  });
  await page.getByText('Nothing here is live').waitFor();
}

/** Changes something in every frame, and counts frames a second. */
function framesPerSecond(page: Page, what: 'scroll' | 'scrub', count: number): Promise<number> {
  return page.evaluate(
    ({ what: kind, frames: wanted }) =>
      new Promise<number>((resolve, reject) => {
        const diagram = document.querySelector('[role="listbox"]');
        const slider = document.querySelector('input[type="range"]');
        if (!(diagram instanceof HTMLElement) || !(slider instanceof HTMLInputElement))
          return reject(new Error('There is no diagram.'));
        const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
        const last = Number(slider.max);
        let frame = 0;
        let began = 0;
        const step = (now: number) => {
          if (frame === 0) began = now;
          if (frame === wanted) return resolve((wanted / (now - began)) * 1000);
          frame += 1;
          const share = Math.abs((((2 * frame) / wanted) % 2) - 1);
          if (kind === 'scroll') diagram.scrollTop = share * (diagram.scrollHeight - diagram.clientHeight);
          else {
            value?.set?.call(slider, String(Math.round(share * last)));
            slider.dispatchEvent(new Event('input', { bubbles: true }));
          }
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    { what, frames: count },
  );
}

/** The same on a page that does nothing. */
function idleFramesPerSecond(page: Page, count: number): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        let frame = 0;
        let began = 0;
        const step = (now: number) => {
          if (frame === 0) began = now;
          if (frame === wanted) return resolve((wanted / (now - began)) * 1000);
          frame += 1;
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    count,
  );
}

function elements(page: Page): Promise<number> {
  return page.locator('svg[role="presentation"] *').count();
}

/** Kilobytes of JavaScript's heap after its garbage has been collected. */
function heapKb(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { gc } = globalThis as { gc?: () => void };
    gc?.();
    const { memory } = performance as unknown as { memory: { usedJSHeapSize: number } };
    return memory.usedJSHeapSize / 1000;
  });
}

/** A long log: how smoothly it is gone through, and what it costs. */
export async function manyEvents(browser: Browser, url: string): Promise<readonly Figure[]> {
  const { context, page } = await openLab(browser, url);
  try {
    const log = await recordedLog(page, events);
    await showLog(page, log.split('\n').slice(0, fewEvents).join('\n'));
    const elementsOfFew = await elements(page);
    const heapOfFew = await heapKb(page);
    await page.getByRole('button', { name: 'Close the transcript' }).click();
    await showLog(page, log);
    const elementsOfMany = await elements(page);
    const heapBefore = await heapKb(page);
    const rounds = { scroll: [] as number[], scrub: [] as number[], idle: [] as number[] };
    for (let round = 0; round < 5; round += 1) {
      rounds.idle.push(await idleFramesPerSecond(page, frames));
      rounds.scroll.push(await framesPerSecond(page, 'scroll', frames));
      rounds.scrub.push(await framesPerSecond(page, 'scrub', frames));
    }
    const heapAfter = await heapKb(page);
    const idle = { what: 'the same page doing nothing', measured: median(rounds.idle) };
    return [
      {
        what: `${events} events: frames a second, scrolling`,
        measured: median(rounds.scroll),
        unit: '',
        peer: idle,
        goal: { atLeast: 50 },
      },
      {
        what: `${events} events: frames a second, scrubbing`,
        measured: median(rounds.scrub),
        unit: '',
        peer: idle,
        goal: { atLeast: 50 },
      },
      {
        what: `${events} events: elements of the diagram`,
        measured: elementsOfMany,
        unit: '',
        peer: { what: `of ${fewEvents} events`, measured: elementsOfFew },
        goal: { atMost: Math.ceil(elementsOfFew * 1.5) },
      },
      {
        what: `${events} events: heap more than with ${fewEvents}`,
        measured: heapBefore - heapOfFew,
        unit: 'kB',
        peer: { what: 'the transcript itself', measured: log.length / 1000 },
        goal: null,
      },
      {
        what: `${events} events: heap after ${5 * 2 * frames} frames of scrolling and scrubbing ÷ before`,
        measured: heapAfter / heapBefore,
        unit: '×',
        peer: null,
        goal: { atMost: 1.5 },
      },
    ];
  } finally {
    await context.close();
  }
}
