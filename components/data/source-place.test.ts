import { describe, expect, it } from 'vitest';
import { placeText, showsSource } from '#components/data/source-place.ts';

describe('where a card is written', () => {
  it.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST',
    'cards.localhost:80',
    '127.0.0.1',
    '127.0.0.1:3000',
    '127.1.2.3',
    '[::1]:3000',
    '[::1]',
  ])('is shown to who visits %s', (host) => {
    expect(showsSource([host], undefined)).toBe(true);
  });

  it.each([
    'cards.example.org',
    '192.168.1.7:3000',
    'localhost.example.org',
    '127.0.0.1.example.org',
    'notlocalhost',
    '127.0.0.256',
    '[::2]:3000',
    '0.0.0.0:3000',
    '',
  ])('is not shown to who visits %j', (host) => {
    expect(showsSource([host], undefined)).toBe(false);
  });

  it('is not shown where a proxy on this computer passes on the name that was asked for', () => {
    expect(showsSource(['127.0.0.1:3000', 'cards.example.org'], undefined)).toBe(false);
    expect(showsSource(['127.0.0.1:3000', 'cards.example.org, localhost'], undefined)).toBe(false);
    expect(showsSource(['127.0.0.1:3000', '127.0.0.1:3000'], undefined)).toBe(true);
    expect(showsSource([null, undefined], undefined)).toBe(false);
  });

  it('is shown to who asked for it in this browser', () => {
    expect(showsSource(['cards.example.org'], 'on')).toBe(true);
    expect(showsSource(['cards.example.org'], 'off')).toBe(false);
  });

  it('is the name of the file and the line', () => {
    expect(placeText('content/decks/sockets.md', 41)).toBe('sockets.md:41');
  });
});
