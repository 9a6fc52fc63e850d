/** For a field whose text is graded as it was typed: the browser neither corrects nor suggests. */
export const untouched = {
  spellCheck: false,
  autoCapitalize: 'off',
  autoCorrect: 'off',
  autoComplete: 'off',
} as const;
