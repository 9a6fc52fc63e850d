import { describe, expect, it } from 'vitest';
import { placeText, showsSource } from '#components/data/source-place.ts';

describe('where a card is written', () => {
  it('is shown to who can edit the files, and to who asked for it in this browser', () => {
    expect(showsSource(true, undefined)).toBe(true);
    expect(showsSource(false, 'on')).toBe(true);
    expect(showsSource(false, 'off')).toBe(false);
    expect(showsSource(false, undefined)).toBe(false);
  });

  it('is the name of the file and the line', () => {
    expect(placeText('content/decks/sockets.md', 41)).toBe('sockets.md:41');
  });
});
