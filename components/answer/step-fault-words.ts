import type { StepFault } from '#lib/grade/verdict.ts';

export const stepFaultWords: Readonly<Record<StepFault, string>> = {
  'too-early': 'stands too early',
  'too-late': 'stands too late',
  extra: 'does not belong here',
};
