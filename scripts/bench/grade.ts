import { pathToFileURL } from 'node:url';
import { type Figure, median, printFigures } from './report/figure.ts';
import { type LabelledAnswer, labelledAnswers } from './grade/labelled-answers.ts';
import { type Method, methods, verdictOn } from './grade/methods.ts';
import { percent, type Tally, tally } from './grade/tally.ts';

const { rows, others } = labelledAnswers();
const all = methods(others);
const [ours, ...peers] = all;
const exact = rows.filter(({ isExact }) => isExact);

/** Median microseconds of one grading, over every row `rounds` times. */
function gradingUs(rounds: number): number {
  const timesMs: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    for (const row of rows) {
      const began = performance.now();
      verdictOn(row, others);
      if (round >= 0) timesMs.push(performance.now() - began);
    }
  }
  return median(timesMs) * 1000;
}

/** The peer that does best by a count. */
function best(
  of: readonly LabelledAnswer[],
  count: (tally: Tally) => number,
): { what: string; measured: number } {
  const counts = peers.map((peer) => ({ what: peer.name, measured: count(tally(of, peer)) }));
  return counts.reduce((least, one) => (one.measured < least.measured ? one : least), {
    what: '',
    measured: Infinity,
  });
}

const rejectShare = (one: Tally) => percent(one.falseRejects, one.right);
const acceptShare = (one: Tally) => percent(one.falseAccepts, one.wrong);

/** How many labelled answers are graded wrongly, next to other ways to compare, and how long one takes. */
export function benchGrade(rounds: number): readonly Figure[] {
  const ofAll = tally(rows, ours);
  const ofExact = tally(exact, ours);
  const close = rows.filter(({ verdict }) => verdict === 'close');
  const agreed = close.filter((row) => ours.decide(row) === 'ask').length;
  const parts = [false, true].map((wasHeldOut) =>
    tally(
      rows.filter(({ isHeldOut }) => isHeldOut === wasHeldOut),
      ours,
    ),
  );
  return [
    {
      what: 'code and numbers accepted wrongly',
      measured: ofExact.falseAccepts,
      unit: '',
      peer: best(exact, ({ falseAccepts }) => falseAccepts),
      goal: { atMost: 0 },
    },
    {
      what: 'accepted wrongly, of the wrong ones',
      measured: acceptShare(ofAll),
      unit: '%',
      peer: best(rows, acceptShare),
      goal: null,
    },
    {
      what: 'rejected wrongly, of the right ones',
      measured: rejectShare(ofAll),
      unit: '%',
      peer: best(rows, rejectShare),
      goal: { atMost: 3 },
    },
    ...parts.map((part, index): Figure => ({
      what: index === 0 ? 'the same, rows it was tuned with' : 'the same, rows held out',
      measured: rejectShare(part),
      unit: '%',
      peer: null,
      goal: null,
    })),
    {
      what: 'right or wrong, but left to the student',
      measured: percent(ofAll.asked, ofAll.right + ofAll.wrong),
      unit: '%',
      peer: null,
      goal: null,
    },
    {
      what: 'left to the student, of those labelled so',
      measured: percent(agreed, close.length),
      unit: '%',
      peer: null,
      goal: null,
    },
    { what: 'one grading', measured: gradingUs(rounds), unit: 'µs', peer: null, goal: { atMost: 50_000 } },
  ];
}

function cell(part: number, whole: number): string {
  return `${part} (${percent(part, whole).toFixed(1)} %)`;
}

function line(of: readonly LabelledAnswer[], method: Method): string {
  const { falseAccepts, falseRejects, asked, right, wrong } = tally(of, method);
  return `${cell(falseAccepts, wrong)} | ${cell(falseRejects, right)} | ${asked === 0 ? '–' : cell(asked, right + wrong)}`;
}

/** The table of the README. */
function markdownTable(): string {
  const { right, wrong } = tally(rows, ours);
  const ofExact = tally(exact, ours);
  return [
    `| | accepted, of ${wrong} wrong | rejected, of ${right} right | left to the student | code and numbers: accepted, of ${ofExact.wrong} wrong | rejected, of ${ofExact.right} right | left to the student |`,
    '|---|---|---|---|---|---|---|',
    ...all.map((method) => `| ${method.name} | ${line(rows, method)} | ${line(exact, method)} |`),
    ...[false, true].map((wasHeldOut) => {
      const part = (of: readonly LabelledAnswer[]) => of.filter(({ isHeldOut }) => isHeldOut === wasHeldOut);
      const name = wasHeldOut ? 'rows held out' : 'rows it was tuned with';
      return `| ${ours.name}, ${name} | ${line(part(rows), ours)} | ${line(part(exact), ours)} |`;
    }),
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(`${markdownTable()}\n`);
  printFigures(benchGrade(5));
}
