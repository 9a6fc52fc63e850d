import nextVitals from 'eslint-config-next/core-web-vitals';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { guardedEntries } from './scripts/project/guarded-entries.mjs';

/** Where React is. Its rules find nothing elsewhere, and take a third of the time. */
const pages = { files: ['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}'], ignores: ['**/*.test.ts'] };

export default defineConfig(
  globalIgnores(['.next/', '.next-*/', '.cache/', 'next-env.d.ts']),
  ...nextVitals.filter(({ ignores }) => ignores === undefined).map((config) => ({ ...config, ...pages })),
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `SoftLink` is the site's link; decks' images have no size known to the optimiser.
      '@next/next/no-html-link-for-pages': 'off',
    },
  },
  {
    // Each session's network hangs on this process: what it starts by itself is guarded, and no promise is forgotten.
    files: ['server/**/*.ts'],
    ignores: ['**/*.test.ts'],
    plugins: { ackademy: { rules: { 'guarded-entries': guardedEntries } } },
    rules: {
      'ackademy/guarded-entries': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
    },
  },
);
