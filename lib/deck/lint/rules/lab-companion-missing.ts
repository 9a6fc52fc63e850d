import { isMeantAsCompanion, readStep } from '#lib/deck/kinds/order.ts';
import { order } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';

export const labCompanionMissing: Rule = {
  code: 'LAB_COMPANION_MISSING',
  severity: 'warning',
  message: 'this script runs alone, so its programs are missing when the order runs',
  help: 'write ```lab beside, or write what the calls of the script return',
  check: ({ content, script: { companions, alone } }, report) => {
    if (content?.kind !== 'order' || companions !== null || alone === null) return;
    const steps = content.steps.map(readStep);
    const areCalls = steps.every(({ call }) => call !== null);
    const others = [...content.free, ...content.distractors].map(readStep);
    if (!areCalls || others.some(({ call }) => call === null) || !isMeantAsCompanion(steps, alone)) return;
    const { end } = alone.word;
    report(alone.word, { fix: { start: end, end, text: ' beside' } });
  },
  examples: {
    reported: [
      {
        deck: order(
          "1. `c = socket()`\n2. `c.connect(('', 80))`\n\n```⟦lab⟧\nserver> s = socket(AF_INET, SOCK_STREAM)\n```\n",
        ),
        help: 'lab beside',
      },
    ],
    silent: [
      order('1. `s = socket()`\n2. `s.close()`\n\n```lab\na> s = socket()\na> s.close()\n```'),
      order('1. `s = socket()`\n2. `s.close()`\n\n```lab\na> s = socket()\nstate s CLOSED\n```'),
    ],
  },
};
