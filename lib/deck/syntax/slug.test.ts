import fc from 'fast-check';
import { expect, it } from 'vitest';
import { idPattern } from '#lib/deck/syntax/heading.ts';
import { idFromHeading, slug } from '#lib/deck/syntax/slug.ts';

it('writes letters of other alphabets of Latin script with plain ones', () => {
  expect(slug('Große Łódź, Ærø')).toBe('grosse-lodz-aero');
});

it('takes the words that are seen, and neither addresses nor entities', () => {
  expect(idFromHeading('[Backlog](https://example.org/x) &amp; ![queue](img/q.png) size')).toBe(
    'backlog-queue-size',
  );
});

it.each([
  ['Which of these complete HTTP/1.1 requests is valid?', 'complete-http-1-1-requests-valid'],
  ["What doesn't `close()` do?", 'doesnt-close'],
  ['What does `SO_REUSEADDR` change on Linux?', 'so-reuseaddr-change-linux'],
  ['Where is `s.bind((HOST, 65000))` wrong?', 's-bind-host-65000-wrong'],
  ['Ist eine Donaudampfschifffahrtsgesellschaftskapitänsmütze?', 'ist-eine'],
  ['Donaudampfschifffahrtsgesellschaftskapitänsmütze?', 'donaudampfschifffahrtsgesellschaftskapitansmutze'],
  ['TCP/IP v4-to-v6 (RFC 6145)', 'tcp-ip-v4-to-v6-rfc-6145'],
  ['מהו שקע?', 'card'],
  ['How is it?', 'how-is-it'],
])('makes an id of whole words: %s', (heading, id) => {
  expect(idFromHeading(heading)).toBe(id);
});

it('makes ids that are well formed and not cut inside a word, of any heading', () => {
  fc.assert(
    fc.property(fc.string(), (heading) => {
      expect(idFromHeading(heading)).toMatch(idPattern);
    }),
  );
});
