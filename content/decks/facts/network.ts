import type { Fact } from './fact.ts';

/** Of the chapter “The network”. */
export const networkFacts: readonly Fact[] = [
  {
    card: 'interface-names',
    python: `print('lo' in [name for index, name in if_nameindex()])`,
    prints: 'True',
    says: '`lo`',
    onLinux: true,
  },
];
