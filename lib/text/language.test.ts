import { expect, it } from 'vitest';
import { directionOf, languageTag } from '#lib/text/language.ts';

it.each([
  ['en', 'en'],
  ['de-ch', 'de-CH'],
  ['he', 'he'],
  ['iw', 'he'],
  ['ZH-hant-tw', 'zh-Hant-TW'],
  ['pt-BR', 'pt-BR'],
  ['ckb', 'ckb'],
  ['es-419', 'es-419'],
])('takes the language tag %s as %s', (written, tag) => {
  expect(languageTag(written)).toBe(tag);
});

it.each(['xx', 'xx-YY', 'en-YY', 'en-Xxxx', 'english', 'e', '', 'de_CH', 'de-', 'x', '12', 'en-DE-DE', 'zz'])(
  'refuses %j',
  (written) => {
    expect(languageTag(written)).toBeNull();
  },
);

it.each(['he', 'ar', 'fa', 'ur', 'yi', 'dv', 'az-Arab', 'ps', 'ckb', 'ug', 'sd', 'ks'])(
  'knows that %s is written from right to left',
  (tag) => {
    expect(directionOf(tag)).toBe('rtl');
  },
);

it.each(['en', 'de', 'ru', 'zh-Hant', 'ja', 'az', 'hi', 'el'])(
  'knows that %s is written from left to right',
  (tag) => {
    expect(directionOf(tag)).toBe('ltr');
  },
);
