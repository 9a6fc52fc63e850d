/** For a field whose text is graded as it was typed: the browser neither corrects nor suggests. The log holds no longer texts. */
export const untouched = {
  maxLength: 10_000,
  spellCheck: false,
  autoCapitalize: 'off',
  autoCorrect: 'off',
  autoComplete: 'off',
} as const;
