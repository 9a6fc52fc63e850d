import { expect, type Page } from '@playwright/test';
import { call, program, ready, wire } from './lab.ts';
import { storedEntries, test } from './site.ts';

const labs = [
  'handshake',
  'echo',
  'wrong-order',
  'nobody-listens',
  'address-in-use',
  'ports',
  'full-queue',
  'blocking',
  'end-of-stream',
  'stream',
  'two-clients',
  'loss',
  'in-order',
  'names',
  'half-close',
  'sent-is-not-read',
] as const;

interface Question {
  readonly kind: 'choice' | 'typed';
  readonly options?: readonly { readonly right: boolean; readonly text: string }[];
  readonly accepted?: readonly { readonly text: string }[];
}

interface Lab {
  readonly stages: readonly { readonly text: string; readonly question: Question | null }[];
}

function plain(html: string): string {
  return html
    .replace(/<[^>]+>/g, '')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}

function guide(page: Page) {
  return page.getByRole('region', { name: 'The lab, step by step' });
}

/** Answers the question on the page, rightly or not, and sends the answer. */
async function say(page: Page, question: Question, rightly: boolean): Promise<void> {
  if (question.kind === 'typed') {
    await guide(page)
      .getByRole('textbox')
      .fill(rightly ? (question.accepted?.[0]?.text ?? '') : 'something else');
  } else {
    const options = question.options ?? [];
    const several = options.filter(({ right }) => right).length > 1;
    const wanted = rightly
      ? options.filter(({ right }) => right)
      : options.filter(({ right }) => !right).slice(0, 1);
    for (const { text } of wanted)
      await guide(page)
        .getByRole(several ? 'checkbox' : 'radio', { name: plain(text), exact: true })
        .check();
  }
  await guide(page)
    .getByRole('button', { name: /^(Predict|That is)/ })
    .click();
}

for (const lab of labs)
  test(`the lab ${lab} goes from start to end: predict, run, say what was seen, read why`, async ({
    page,
    course,
  }) => {
    test.setTimeout(150_000);
    await page.setViewportSize({ width: 1366, height: 640 });
    const { stages } = (await (await fetch(`${course.url}/api/labs/${lab}`)).json()) as Lab;
    await page.goto(`${course.url}/lab/${lab}`);
    await ready(page);
    for (const [index, { text, question }] of stages.entries()) {
      await expect(guide(page).getByRole('heading', { level: 2 })).toHaveText(plain(text));
      const run = guide(page).getByRole('button', { name: /^Run/ });
      // The answer to a prediction runs the step at once.
      if (question) await say(page, question, false);
      const seen = guide(page).getByRole('button', { name: 'That is what I saw' });
      const onward = guide(page).getByRole('button', { name: /^Go on/ });
      const end = guide(page).getByText('That was the whole lab.');
      await expect(async () => {
        if (
          await run
            .last()
            .isEnabled({ timeout: 200 })
            .catch(() => false)
        )
          await run.last().click({ timeout: 1000 });
        await expect(seen.or(onward).or(end)).toBeVisible({ timeout: 300 });
      }).toPass({ timeout: 60_000 });
      if (question) {
        // The question and its evidence fit one screen.
        await expect(guide(page).getByRole('heading', { level: 2 })).toBeInViewport({ ratio: 1 });
        await expect(seen).toBeInViewport({ ratio: 1 });
        const rows = wire(page).getByRole('option');
        if ((await rows.count()) > 0) await expect(rows.last()).toBeInViewport();
        // The newest call of each program is in sight, also below the reason of an error.
        for (const list of await page.getByRole('list', { name: / so far$/ }).all())
          await expect
            .poll(() => list.evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop))
            .toBeLessThan(2);
        await say(page, question, true);
        await expect(guide(page).getByRole('listitem').filter({ hasText: 'You predicted' })).toContainText(
          'not so',
        );
        await expect(guide(page).getByRole('listitem').filter({ hasText: 'You saw' })).toContainText('right');
      }
      const failures = guide(page)
        .getByRole('alert')
        .filter({ hasText: 'This time the kernel did something else.' });
      expect(await failures.allTextContents()).toEqual([]);
      if (index < stages.length - 1) await onward.click();
      else await expect(end).toBeVisible();
    }
    const entries = (await storedEntries(page)).filter(({ kind }) => kind === 'lab');
    expect(entries).toHaveLength(stages.length);
  });

test('a student finds the first lab from the first page', async ({ page, course }) => {
  await page.goto(course.url);
  await page.getByRole('link', { name: 'Labs' }).first().click();
  await page.getByRole('link', { name: /Echo, from start to finish/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Echo, from start to finish');
  await ready(page);
});

test('off the path anything goes, and one press leads back', async ({ page, course }) => {
  await page.goto(`${course.url}/lab/echo`);
  await ready(page);
  const run = guide(page).getByRole('button', { name: 'Run the line' });
  await run.click();
  await expect(program(page, 'server').getByText('fd 3').first()).toBeVisible();
  await call(page, 'server', 's.close()');
  await expect(guide(page).getByText('You have left the lab’s path.')).toBeVisible();
  await guide(page).getByRole('button', { name: 'Back to the path' }).click();
  await expect(guide(page).getByText('You have left the lab’s path.')).toBeHidden();
  await expect(program(page, 'server').getByText('s.close()')).toHaveCount(0);
  await guide(page)
    .getByRole('button', { name: /^Run all/ })
    .click();
  await expect(guide(page).getByRole('button', { name: /^Go on/ })).toBeVisible();
  await expect(program(page, 'server').getByText('LISTEN', { exact: true })).toBeVisible();
});

test('a link to a stage plays the lab up to it', async ({ page, course }) => {
  await page.goto(`${course.url}/lab/echo#end`);
  await ready(page);
  await expect(program(page, 'client').getByText('c.recv(1024)', { exact: true })).toBeVisible();
  await expect(guide(page).getByRole('heading', { level: 2 })).toContainText('The client is done');
});

test('by keyboard alone: Enter runs the steps and goes on', async ({ page, course }) => {
  await page.goto(`${course.url}/lab/echo`);
  await ready(page);
  for (let presses = 0; presses < 3; presses += 1) {
    await expect(guide(page).getByRole('button', { name: 'Run the line' })).toBeEnabled();
    await page.keyboard.press('Enter');
    await expect(
      program(page, 'server')
        .getByRole('list', { name: /so far/ })
        .getByRole('listitem'),
    ).toHaveCount(presses + 1);
  }
  await expect(guide(page).getByRole('button', { name: /^Go on/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(guide(page).getByRole('heading', { level: 2 })).toContainText(
    'accept() before a client connects',
  );
});

test('a digit answers, and Enter sends the answer: before the step and after it', async ({
  page,
  course,
}) => {
  await page.goto(`${course.url}/lab/echo#accept-waits`);
  await ready(page);
  await expect(guide(page).getByRole('button', { name: 'Predict, then run it' })).toBeVisible();
  await page.keyboard.press('1');
  await expect(guide(page).getByRole('radio').first()).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(guide(page).getByRole('button', { name: 'That is what I saw' })).toBeVisible();
  await expect(program(page, 'server').getByText('s.accept()')).toBeVisible();
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await expect(guide(page).getByText('You saw')).toBeVisible();
});

test('on a phone the evidence is one tap away, and so is the question', async ({ page, course }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${course.url}/lab/echo#accept-waits`);
  const parts = page.getByRole('group', { name: 'Part of the lab' });
  await guide(page).getByRole('radio').first().check();
  await guide(page).getByRole('button', { name: 'Predict, then run it' }).click();
  const seen = guide(page).getByRole('button', { name: 'That is what I saw' });
  await expect(seen).toBeVisible();
  await guide(page).getByRole('radio').last().check();
  await parts.getByRole('button', { name: 'Server' }).click();
  await expect(guide(page)).toBeHidden();
  await expect(program(page, 'server').getByText('s.accept()')).toBeInViewport();
  await parts.getByRole('button', { name: 'Step' }).click();
  // What was chosen before the look is still chosen.
  await expect(guide(page).getByRole('radio').last()).toBeChecked();
  await seen.click();
  await expect(guide(page).getByText('You saw')).toBeVisible();
});
