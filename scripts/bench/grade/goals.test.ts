import { describe, expect, it } from 'vitest';
import { labelledAnswers } from './labelled-answers.ts';
import { methods, verdictOn } from './methods.ts';
import { percent, tally } from './tally.ts';

const { rows, others } = labelledAnswers();
const [ours, ...peers] = methods(others);
const exact = rows.filter(({ isExact }) => isExact);

describe('over the labelled answers, the grader', () => {
  it('has read them', () => {
    expect(rows.length).toBeGreaterThanOrEqual(400);
    expect(exact.length).toBeGreaterThanOrEqual(100);
  });

  it('accepts no wrong answer that should be code or a number', () => {
    expect(exact.filter((row) => row.verdict === 'wrong' && ours.decide(row) === 'accept')).toEqual([]);
  });

  it('rejects fewer than 3 % of the right ones', () => {
    const { right, falseRejects } = tally(rows, ours);
    expect(percent(falseRejects, right)).toBeLessThan(3);
  });

  it.each(peers)('accepts fewer wrong ones and rejects fewer right ones than $name', (peer) => {
    const [mine, theirs] = [tally(rows, ours), tally(rows, peer)];
    // Nobody can accept fewer than none.
    expect(mine.falseAccepts).toBeLessThanOrEqual(Math.max(0, theirs.falseAccepts - 1));
    expect(mine.falseRejects).toBeLessThan(theirs.falseRejects);
  });

  it('leaves few to the student that are plainly right or wrong', () => {
    const { asked, right, wrong } = tally(rows, ours);
    expect(percent(asked, right + wrong)).toBeLessThan(5);
  });

  it('leaves most of those to the student that are labelled close', () => {
    const close = rows.filter(({ verdict }) => verdict === 'close');
    const agreed = close.filter((row) => verdictOn(row, others) === 'close');
    expect(percent(agreed.length, close.length)).toBeGreaterThan(70);
  });
});
