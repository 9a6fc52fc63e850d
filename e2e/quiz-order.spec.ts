import { expectToBeAccessible } from './looks.ts';
import { begin, choose, question, shown } from './quiz.ts';
import { expect, test } from './site.ts';

const runningOrder = '/quiz/sockets?kinds=order&topics=9&length=all&shuffle=no&seed=2';

test('an order that fails is run on the kernel, and shows the error of the call that failed', async ({
  page,
  course,
}) => {
  await begin(page, course.url + runningOrder);
  await expect(question(page)).toContainText('calls in order, up to');
  await choose(page, 's = socket(', 's.bind(', 's.accept()', 's.listen(1)');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✕ Not right');
  const kernel = page.getByRole('region', { name: 'Your order on the kernel' });
  await expect(kernel).toContainText('Step 3 failed: OSError: [Errno 22] Invalid argument (EINVAL).');
  await expect(kernel.getByRole('listitem').filter({ hasText: 's.bind' })).toContainText('None');
  await expect(kernel.getByRole('listitem').filter({ hasText: 's.listen(1)' }).last()).toContainText(
    'not reached',
  );
  await expectToBeAccessible(page, 'an order that was run');
});

test('an order that the kernel lets pass is still judged by the rule', async ({ page, course }) => {
  await begin(page, course.url + runningOrder);
  await expect(question(page)).toContainText('calls in order, up to');
  await choose(page, 's = socket(', 's.bind(', 's.listen(1)', 's.accept()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  const kernel = page.getByRole('region', { name: 'Your order on the kernel' });
  await expect(kernel).toContainText('No call failed. The last one waits for a connection.');
});

test('an order that the kernel lets pass is not right where it is not the one asked for', async ({
  page,
  course,
}) => {
  await begin(page, course.url + runningOrder);
  await choose(page, 's = socket(', 's.bind(', 'SO_REUSEADDR', 's.listen(1)', 's.accept()');
  await page.keyboard.press('Enter');
  // The free step is none of the four, but it is where it must not be.
  await expect(shown(page)).toContainText('✕ Not right · 4 of 5');
  const kernel = page.getByRole('region', { name: 'Your order on the kernel' });
  await expect(kernel).toContainText('No call failed, so the kernel allows this order.');
});

test.describe('without the lab', () => {
  test.use({ allowed: [/lab\/socket|WebSocket|Failed to load resource/] });

  test('an order is graded by the rule alone, and that is said', async ({ page, course }) => {
    await page.routeWebSocket(/lab\/socket/, (socket) => void socket.close({ code: 1011 }));
    await begin(page, course.url + runningOrder);
    await choose(page, 's.bind(', 's = socket(');
    await page.keyboard.press('Enter');
    await expect(shown(page)).toContainText('✕ Not right');
    await expect(shown(page)).toContainText(
      'The lab cannot be reached, so the order was judged by the rule alone.',
      {
        timeout: 20_000,
      },
    );
  });
});
