'use client';

import { type KeyMeanings, KeysDialog } from '#components/ui/keys-dialog.tsx';

const keys: KeyMeanings = [
  ['Space', 'Show the answer; then the framed grade: Good, or what your answer was graded'],
  ['1 – 4', 'Again, Hard, Good, Easy'],
  ['1 – 9', 'Choose an option, before the answer is shown'],
  ['Enter', 'Grade what you typed or placed, if you chose to in the settings'],
  ['I', 'I was right, after your answer was graded as wrong'],
  ['R', 'Run it: the card’s lab, on the real kernel'],
  ['U', 'Undo what you did in study, as often as you like'],
  ['S', 'Not today: the card comes back tomorrow'],
  ['X', 'Suspend: the card stays away until you resume it'],
  ['E', 'The card’s source: file and line'],
  ['M', 'At the end of the day: more new cards'],
  ['Ctrl K', 'Go to a page, deck or card'],
  ['?', 'These keys'],
];

/** All keys of the study page. */
export function StudyKeys({ onClose }: { onClose: () => void }) {
  return <KeysDialog keys={keys} onClose={onClose} />;
}
