import { expect, it } from 'vitest';
import { idFromHeading, slug } from '#lib/deck/syntax/slug.ts';

it('writes letters of other alphabets of Latin script with plain ones', () => {
  expect(slug('Große Łódź, Ærø')).toBe('grosse-lodz-aero');
});

it('takes the words that are seen, and neither addresses nor entities', () => {
  expect(idFromHeading('[Backlog](https://example.org/x) &amp; ![queue](img/q.png) size')).toBe(
    'backlog-queue-size',
  );
});
