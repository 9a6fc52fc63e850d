import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { answerRepeated } from '#lib/deck/lint/rules/answer-repeated.ts';
import { signsAmbiguous } from '#lib/deck/lint/rules/signs-ambiguous.ts';
import { backtickLone } from '#lib/deck/lint/rules/backtick-lone.ts';
import { barIgnored } from '#lib/deck/lint/rules/bar-ignored.ts';
import { barMissing } from '#lib/deck/lint/rules/bar-missing.ts';
import { blankBraces } from '#lib/deck/lint/rules/blank-braces.ts';
import { blankForm } from '#lib/deck/lint/rules/blank-form.ts';
import { blankGroupSkipped } from '#lib/deck/lint/rules/blank-group-skipped.ts';
import { blankIgnored } from '#lib/deck/lint/rules/blank-ignored.ts';
import { blankUnopened } from '#lib/deck/lint/rules/blank-unopened.ts';
import { cardForeign } from '#lib/deck/lint/rules/card-foreign.ts';
import { characterInvisible } from '#lib/deck/lint/rules/character-invisible.ts';
import { characterLookalike } from '#lib/deck/lint/rules/character-lookalike.ts';
import { choiceAllRight } from '#lib/deck/lint/rules/choice-all-right.ts';
import { choiceTelltale } from '#lib/deck/lint/rules/choice-telltale.ts';
import { choiceUnmarked } from '#lib/deck/lint/rules/choice-unmarked.ts';
import { commentMisplaced } from '#lib/deck/lint/rules/comment-misplaced.ts';
import { commentShown } from '#lib/deck/lint/rules/comment-shown.ts';
import { feedbackDash } from '#lib/deck/lint/rules/feedback-dash.ts';
import { fenceLang } from '#lib/deck/lint/rules/fence-lang.ts';
import { fenceMisspelt } from '#lib/deck/lint/rules/fence-misspelt.ts';
import { headingByAccident } from '#lib/deck/lint/rules/heading-by-accident.ts';
import { headingNotACard } from '#lib/deck/lint/rules/heading-not-a-card.ts';
import { htmlShown } from '#lib/deck/lint/rules/html-shown.ts';
import { kindConflict } from '#lib/deck/lint/rules/kind-conflict.ts';
import { kindUnmarked } from '#lib/deck/lint/rules/kind-unmarked.ts';
import { labCompanionMissing } from '#lib/deck/lint/rules/lab-companion-missing.ts';
import { labCompanionMisspelt } from '#lib/deck/lint/rules/lab-companion-misspelt.ts';
import { labOrderStep } from '#lib/deck/lint/rules/lab-order-step.ts';
import { labelUnknown } from '#lib/deck/lint/rules/label-unknown.ts';
import { linkBroken } from '#lib/deck/lint/rules/link-broken.ts';
import { linkRelative } from '#lib/deck/lint/rules/link-relative.ts';
import { linkUnsafe } from '#lib/deck/lint/rules/link-unsafe.ts';
import { markupForeign } from '#lib/deck/lint/rules/markup-foreign.ts';
import { matchLong } from '#lib/deck/lint/rules/match-long.ts';
import { mathShown } from '#lib/deck/lint/rules/math-shown.ts';
import { orderNumbers } from '#lib/deck/lint/rules/order-numbers.ts';
import { orderStepForm } from '#lib/deck/lint/rules/order-step-form.ts';

/** Every rule of `lint/rules/`. */
export const rules: readonly Rule[] = [
  answerRepeated,
  signsAmbiguous,
  backtickLone,
  barIgnored,
  barMissing,
  blankBraces,
  blankForm,
  blankGroupSkipped,
  blankIgnored,
  blankUnopened,
  cardForeign,
  characterInvisible,
  characterLookalike,
  choiceAllRight,
  choiceTelltale,
  choiceUnmarked,
  commentMisplaced,
  commentShown,
  feedbackDash,
  fenceLang,
  fenceMisspelt,
  headingByAccident,
  headingNotACard,
  htmlShown,
  kindConflict,
  kindUnmarked,
  labCompanionMissing,
  labCompanionMisspelt,
  labOrderStep,
  labelUnknown,
  linkBroken,
  linkRelative,
  linkUnsafe,
  markupForeign,
  matchLong,
  mathShown,
  orderNumbers,
  orderStepForm,
];
