import { expect, test } from 'vitest';
import { extend, fold } from '#lib/review/fold.ts';
import { labProgress, type LabRow } from '#lib/review/lab-progress.ts';
import { formatLog, parseLog } from '#lib/review/log-file.ts';
import { lastRedoable, lastUndoable } from '#lib/review/undo.ts';
import { rowAt, type RowDraft, rowId } from '#test/arbitrary-log.ts';

const stages = ['read', 'accept', 'end'];
const row = (serial: number, draft: RowDraft) => rowAt(1000 + serial, serial, draft);
const stage = (name: string, outcome: LabRow['outcome'], verdict?: 'right' | 'slip' | 'wrong'): RowDraft => ({
  kind: 'lab',
  lab: 'echo',
  stage: name,
  outcome,
  ...(verdict === undefined ? {} : { predicted: { answer: 'x', verdict } }),
});

test('a lab is complete when each of its stages was gone through', () => {
  const rows = [row(0, stage('read', 'read')), row(1, stage('accept', 'passed', 'wrong'))];
  const state = fold(rows);
  expect(labProgress(state, 'echo', stages)).toMatchObject({ done: 2, total: 3, isComplete: false });
  const more = extend(state, [row(2, stage('end', 'skipped', 'slip'))]);
  expect(labProgress(more, 'echo', stages)).toEqual({
    done: 3,
    total: 3,
    isComplete: true,
    predictions: 2,
    rightPredictions: 1,
  });
  expect(labProgress(state, 'handshake', stages)).toMatchObject({ done: 0, total: 3 });
  expect(labProgress(state, 'echo', [])).toMatchObject({ done: 0, total: 0, isComplete: false });
});

test('a failed stage is not done, and a stage that was done stays so', () => {
  const failed = fold([row(0, stage('end', 'failed'))]);
  expect(labProgress(failed, 'echo', stages).done).toBe(0);
  const again = extend(failed, [row(1, stage('end', 'passed')), row(2, stage('end', 'failed'))]);
  expect(labProgress(again, 'echo', stages).done).toBe(1);
  expect(again.labs.get('echo')?.stages.get('end')?.outcome).toBe('failed');
});

test('a prediction counts as it was made the first time', () => {
  const rows = [row(0, stage('end', 'passed', 'wrong')), row(1, stage('end', 'passed', 'right'))];
  const state = fold(rows);
  expect(labProgress(state, 'echo', stages)).toMatchObject({ predictions: 1, rightPredictions: 0 });
  expect(state.labs.get('echo')?.stages.get('end')).toMatchObject({
    predicted: 'right',
    firstPredicted: 'wrong',
  });
});

test('stages that the lab no longer has do not count', () => {
  const state = fold([row(0, stage('gone', 'passed', 'right'))]);
  expect(labProgress(state, 'echo', stages)).toMatchObject({ done: 0, predictions: 0 });
});

test('a row of a lab can be taken back, and is none of what undo on the study page means', () => {
  const done = row(0, stage('end', 'passed'));
  const state = fold([done]);
  expect(lastUndoable(state, null)).toBeNull();
  const undone = extend(state, [row(1, { kind: 'undo', undoes: rowId(0) })]);
  expect(labProgress(undone, 'echo', stages).done).toBe(0);
  expect(lastRedoable(undone, null)).toBeNull();
});

test('a row of a lab goes out and in with the log, and one of a kind that is not known is told', () => {
  const done = row(0, {
    ...stage('end', 'passed', 'right'),
    kind: 'lab',
    lab: 'echo',
    stage: 'end',
    outcome: 'passed',
    seen: { answer: "b''", verdict: 'right' },
  });
  const text = formatLog([done]);
  expect(parseLog(text)).toEqual({ rows: [done], problems: [] });
  const newer = text.replace('"kind":"lab"', '"kind":"quiz"');
  expect(parseLog(newer)).toMatchObject({ rows: [], problems: [{ line: 1 }] });
});
