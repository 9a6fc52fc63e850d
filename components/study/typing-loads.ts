/** What is fetched where answers are typed: the form, and what shows the graded answer. */
export const typingLoads = [
  () => import('#components/answer/answer-form.tsx').then((module) => ({ default: module.AnswerForm })),
  () => import('./judged-answer.tsx').then((module) => ({ default: module.JudgedAnswer })),
] as const;
