import { order } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';

export const labCompanionMisspelt: Rule = {
  code: 'LAB_COMPANION_MISSPELT',
  severity: 'warning',
  message: 'this is nearly the first line of a fence for companion programs',
  help: 'write ```lab beside',
  supersedes: { overlapping: ['LAB_FENCE_MISSPELT'] },
  check: ({ script }, report) => {
    for (const { words, ...range } of script.misspelt)
      report(range, {
        message: `\`${words}\` does not begin a fence for companion programs`,
        fix: { ...range, text: 'lab beside' },
      });
  },
  examples: {
    reported: [
      {
        deck: order(
          '1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n\n```⟦lab-beside⟧\nserver> s = socket(AF_INET, SOCK_STREAM)\n```\n',
        ),
        help: 'write ```lab beside',
      },
      {
        deck: order(
          '1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n\n```⟦lab_beside⟧\nserver> s = socket(AF_INET, SOCK_STREAM)\n```\n',
        ),
        help: 'write ```lab beside',
      },
      {
        deck: order(
          '1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n\n```⟦labbeside⟧\nserver> s = socket(AF_INET, SOCK_STREAM)\n```\n',
        ),
        help: 'write ```lab beside',
      },
      {
        deck: order(
          '1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n\n```⟦Lab Beside⟧\nserver> s = socket(AF_INET, SOCK_STREAM)\n```\n',
        ),
        help: 'write ```lab beside',
      },
      {
        deck: order(
          '1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n\n```⟦lab: beside⟧\nserver> s = socket(AF_INET, SOCK_STREAM)\n```\n',
        ),
        help: 'write ```lab beside',
      },
      {
        deck: order(
          '1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n\n```⟦beside⟧\nserver> s = socket(AF_INET, SOCK_STREAM)\n```\n',
        ),
        help: 'write ```lab beside',
      },
      {
        deck: order(
          '1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n\n```⟦beside lab⟧\nserver> s = socket(AF_INET, SOCK_STREAM)\n```\n',
        ),
        help: 'write ```lab beside',
      },
    ],
  },
};
