import { expect, it } from 'vitest';
import { linkTarget } from '#lib/deck/markdown/addresses.ts';

it.each([
  ['https://example.org', 'safe'],
  ['HTTP://example.org', 'safe'],
  ['mailto:a@example.org', 'safe'],
  ['/lab', 'safe'],
  ['other.md', 'relative'],
  ['#part', 'relative'],
  ['', 'relative'],
  ['javascript:alert(1)', 'unsafe'],
  ['JavaScript:alert(1)', 'unsafe'],
  [' java\nscript:alert(1)', 'unsafe'],
  ['\u0001javascript:alert(1)', 'unsafe'],
  ['data:text/html,x', 'unsafe'],
  ['vbscript:x', 'unsafe'],
  ['//evil.example', 'unsafe'],
  ['/\\evil.example', 'unsafe'],
  ['\\\\evil.example', 'unsafe'],
])('%j is %s', (url, target) => {
  expect(linkTarget(url)).toBe(target);
});
