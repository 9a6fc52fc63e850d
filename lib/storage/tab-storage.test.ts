import { expect, it } from 'vitest';
import { tabStorage } from '#lib/storage/tab-storage.ts';
import { TestTab } from '#test/test-tab.ts';

const isText = (value: unknown): value is string => typeof value === 'string';
const open = (tab: TestTab) => tabStorage('note', { isValue: isText, maxCharacters: 8 }, tab);

it('keeps a value until it is taken or replaced', () => {
  const storage = open(new TestTab());
  expect(storage.read()).toBeNull();
  expect(storage.write('one')).toBe(true);
  expect(storage.write('two')).toBe(true);
  expect(storage.read()).toBe('two');
  expect(storage.take()).toBe('two');
  expect(storage.take()).toBeNull();
  storage.write('three');
  storage.write(null);
  expect(storage.read()).toBeNull();
});

it('does not keep what is too long, and says so', () => {
  const storage = open(new TestTab());
  storage.write('short');
  expect(storage.write('far too long')).toBe(false);
  expect(storage.read()).toBe('short');
});

it.each(['', '{', '5', 'null', '{"a":1}'])('reads nothing from %j, which is none of its values', (text) => {
  const tab = new TestTab();
  tab.items.set('ackademy.note', text);
  expect(open(tab).read()).toBeNull();
});

it('does without where the browser refuses', () => {
  const tab = new TestTab();
  tab.isRefusing = true;
  const storage = open(tab);
  expect(storage.write('one')).toBe(false);
  expect(storage.write(null)).toBe(false);
  expect(storage.read()).toBeNull();
  expect(storage.take()).toBeNull();
  storage.writeOnLeave(() => ['one']);
  expect(() => tab.leave()).not.toThrow();
});

it('writes the first value that can be kept when the page goes, and nothing for one that comes back', () => {
  const tab = new TestTab();
  const storage = open(tab);
  const stop = storage.writeOnLeave(() => ['far too long', 'one', 'two']);
  tab.leave();
  expect(storage.read()).toBe('one');
  tab.comeBack();
  expect(storage.read()).toBeNull();
  stop();
  tab.leave();
  expect(storage.read()).toBeNull();
});
