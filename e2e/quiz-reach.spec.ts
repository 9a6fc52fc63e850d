import type { Page } from '@playwright/test';
import { expectToFit } from './looks.ts';
import { begin, next, question, shown, whole } from './quiz.ts';
import { answer, expect, openStudy, test } from './site.ts';

/** Every kind of question with words, code and answers that are longer than a phone is wide. */
const longDeck = `---
deck: small
title: Konfigurationsverwaltungsschnittstellen und mehr
lang: python
---

## What does \`create_connection_with_source_address_and_timeout_or_none()\` do?  <!-- id: basic -->
It returns \`create_connection_with_source_address_and_timeout_and_more_than_fits()\`.

## Which call of a_very_long_identifier_that_does_not_break_anywhere_at_all?  <!-- id: typed -->
**Answer:** \`make_this_socket_listen_with_a_backlog_of_one_hundred_20(0)\`

## Which of these can block?  <!-- id: choice -->
- [x] \`create_connection(('a.very.long.host.name.example.org',65000),timeout=None)\` — it_waits_for_a_connection_that_does_not_come_at_all
- [ ] \`bind_this_socket_to_an_address_that_is_longer_than_the_screen()\`
- [ ] Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsordnung

## Put the calls in order  <!-- id: order; order -->
1. \`socket(socket.AF_INET,socket.SOCK_STREAM,socket.IPPROTO_TCP)\`
2. \`bind_this_socket_to_an_address_that_is_longer_than_the_screen()\`

**Extra:** \`connect_this_socket_to_an_address_that_is_longer_than_the_screen()\` — the_call_of_a_client_and_of_nobody_else_in_the_world

## Match the error to its cause  <!-- id: match; match -->
| ErrorWithAVeryLongHeadingThatDoesNotBreak | CauseWithAVeryLongHeadingThatDoesNotBreak |
|---|---|
| \`ConnectionRefusedErrorBecauseNothingListensThereAtAllToday\` | \`nothing_listens_on_this_port_of_this_host_at_this_moment\` |
| \`TimeoutErrorBecauseNobodyAnswersThereAtAllTodayOrTomorrow\` | nobody answers |

## The answer to a SYN  <!-- id: cloze -->
It is a {{SYN-ACK_segment_with_window_scale_and_selective_ack_allowed::two_flags_with_a_long_hint}} and_a_word_that_is_longer_than_the_screen_is_wide.

## Fill in the call  <!-- id: code -->
\`\`\`python
connection = socket.create_connection(('a.very.long.host.name', 65000)).{{make_this_socket_listen_with_a_backlog_of_one_hundred_200}}(1)
\`\`\`
`;

const sixty = 'an_answer_of_sixty_characters_that_is_wrong_from_end_to_endx';

/** Gives some answer to the question on the screen, by keyboard. */
async function give(page: Page): Promise<void> {
  const field = shown(page).getByRole('textbox');
  if ((await field.count()) > 0) {
    await expect(field.first()).toBeFocused();
    return page.keyboard.type(sixty);
  }
  await shown(page).locator('[data-pool] kbd, fieldset kbd').first().waitFor();
  const keys = await shown(page).locator('[data-pool] kbd').allInnerTexts();
  for (const key of keys.length > 0 ? keys.toReversed() : ['2']) await page.keyboard.press(key.toLowerCase());
}

test('no word, line of code or answer is wider than a phone, in any kind of question', async ({
  page,
  ownSite,
}) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 360, height: 640 });
  await ownSite.write('decks/small.md', longDeck);
  await begin(page, ownSite.url + whole);
  await expectToFit(page, 'a question that students grade themselves');
  await page.keyboard.press('Space');
  await expectToFit(page, 'its answer');
  await page.keyboard.press('1');
  for (let at = 2; at <= 7; at += 1) {
    await expect(page.getByText(`${String(at)} / 7`)).toBeVisible();
    const name = await question(page).innerText();
    await give(page);
    await expectToFit(page, name);
    await page.keyboard.press('Enter');
    await expect(next(page)).toBeVisible();
    await expectToFit(page, `the answer to: ${name}`);
    await next(page).click();
  }
  await expect(page.getByRole('heading', { level: 1, name: / of 7, / })).toBeVisible();
  await expectToFit(page, 'the result');
});

/** Goes through what can have the focus, and reports what of it lies behind the bar at the lower edge. */
async function hiddenByBar(page: Page, steps: number): Promise<string[]> {
  const hidden: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const bar = document.querySelector('.action-bar');
      const focused = document.activeElement;
      if (!bar || !focused || focused === document.body || bar.contains(focused)) return null;
      const { top, bottom } = focused.getBoundingClientRect();
      return bottom > bar.getBoundingClientRect().top && top < innerHeight ? focused.textContent : null;
    });
    if (name !== null) hidden.push(name);
  }
  return hidden;
}

test('what gets the focus on a phone is not behind the bar at its lower edge', async ({ page, ownSite }) => {
  await page.setViewportSize({ width: 360, height: 560 });
  await ownSite.write('decks/small.md', longDeck);
  await begin(page, `${ownSite.url}${whole}&kinds=choice,order`);
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await expect(next(page)).toBeVisible();
  expect(await hiddenByBar(page, 8)).toEqual([]);
  await openStudy(page, `${ownSite.url}/study/small`);
  await answer(page, '4');
  await answer(page, '4');
  await page.keyboard.press('Space');
  await expect(page.getByRole('group', { name: 'How well did you know it?' })).toBeVisible();
  expect(await hiddenByBar(page, 14)).toEqual([]);
});

test('at 200 % zoom the verdict is in sight after an answer, and the next card of study from its top', async ({
  page,
}) => {
  await page.setViewportSize({ width: 640, height: 400 });
  await begin(page, `${whole}&kinds=order`);
  await give(page);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.keyboard.press('Enter');
  await expect(shown(page).getByText('✕ Not right')).toBeInViewport();
  await openStudy(page);
  for (let card = 1; card <= 4; card += 1) {
    await page.keyboard.press('Space');
    await expect(page.getByRole('group', { name: 'How well did you know it?' })).toBeVisible();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.keyboard.press('4');
    await expect(page.getByRole('button', { name: 'Show the answer' })).toBeVisible();
    const heading = page.getByRole('article', { name: 'Card' }).getByRole('heading', { level: 2 });
    await expect(heading).toBeFocused();
    await expect(heading).toBeInViewport({ ratio: 1 });
  }
});
