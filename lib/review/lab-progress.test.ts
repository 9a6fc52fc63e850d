import { expect, test } from 'vitest';
import { extend, fold } from '#lib/review/fold.ts';
import { labProgress, type LabEntry } from '#lib/review/lab-progress.ts';
import { formatLog, parseLog } from '#lib/review/log-file.ts';
import { lastRedoable, lastUndoable } from '#lib/review/undo.ts';
import { entryAt, type EntryDraft, entryId } from '#test/arbitrary-log.ts';

const stages = ['read', 'accept', 'end'];
const entry = (serial: number, draft: EntryDraft) => entryAt(1000 + serial, serial, draft);
const stage = (
  name: string,
  outcome: LabEntry['outcome'],
  verdict?: 'right' | 'slip' | 'wrong',
): EntryDraft => ({
  kind: 'lab',
  lab: 'echo',
  stage: name,
  outcome,
  ...(verdict === undefined ? {} : { predicted: { answer: 'x', verdict } }),
});

test('a lab is complete when each of its stages was gone through', () => {
  const entries = [entry(0, stage('read', 'read')), entry(1, stage('accept', 'passed', 'wrong'))];
  const state = fold(entries);
  expect(labProgress(state, 'echo', stages)).toMatchObject({ done: 2, total: 3, isComplete: false });
  const more = extend(state, [entry(2, stage('end', 'skipped', 'slip'))]);
  expect(labProgress(more, 'echo', stages)).toEqual({
    done: 3,
    total: 3,
    isComplete: true,
    predictions: 2,
    rightPredictions: 1,
    seen: 0,
    rightSeen: 0,
  });
  expect(labProgress(state, 'handshake', stages)).toMatchObject({ done: 0, total: 3 });
  expect(labProgress(state, 'echo', [])).toMatchObject({ done: 0, total: 0, isComplete: false });
});

test('a failed stage is not done, and a stage that was done stays so', () => {
  const failed = fold([entry(0, stage('end', 'failed'))]);
  expect(labProgress(failed, 'echo', stages).done).toBe(0);
  const again = extend(failed, [entry(1, stage('end', 'passed')), entry(2, stage('end', 'failed'))]);
  expect(labProgress(again, 'echo', stages).done).toBe(1);
  expect(again.labs.get('echo')?.stages.get('end')?.outcome).toBe('failed');
});

test('a prediction counts as it was made the first time', () => {
  const entries = [entry(0, stage('end', 'passed', 'wrong')), entry(1, stage('end', 'passed', 'right'))];
  const state = fold(entries);
  expect(labProgress(state, 'echo', stages)).toMatchObject({ predictions: 1, rightPredictions: 0 });
  expect(state.labs.get('echo')?.stages.get('end')).toMatchObject({
    predicted: 'right',
    firstPredicted: 'wrong',
  });
});

test('what was seen counts as it was said the last time', () => {
  const seen = (verdict: 'right' | 'wrong'): EntryDraft => ({
    kind: 'lab',
    lab: 'echo',
    stage: 'end',
    outcome: 'passed',
    seen: { answer: 'x', verdict },
  });
  expect(labProgress(fold([entry(0, seen('wrong'))]), 'echo', stages)).toMatchObject({
    seen: 1,
    rightSeen: 0,
  });
  const again = fold([entry(0, seen('wrong')), entry(1, seen('right'))]);
  expect(labProgress(again, 'echo', stages)).toMatchObject({ seen: 1, rightSeen: 1 });
});

test('stages that the lab no longer has do not count', () => {
  const state = fold([entry(0, stage('gone', 'passed', 'right'))]);
  expect(labProgress(state, 'echo', stages)).toMatchObject({ done: 0, predictions: 0 });
});

test('an entry of a lab can be taken back, and is none of what undo on the study page means', () => {
  const done = entry(0, stage('end', 'passed'));
  const state = fold([done]);
  expect(lastUndoable(state, null)).toBeNull();
  const undone = extend(state, [entry(1, { kind: 'undo', undoes: entryId(0) })]);
  expect(labProgress(undone, 'echo', stages).done).toBe(0);
  expect(lastRedoable(undone, null)).toBeNull();
});

test('an entry of a lab goes out and in with the log, and one of an unknown kind is reported', () => {
  const done = entry(0, {
    ...stage('end', 'passed', 'right'),
    kind: 'lab',
    lab: 'echo',
    stage: 'end',
    outcome: 'passed',
    seen: { answer: "b''", verdict: 'right' },
  });
  const text = formatLog([done]);
  expect(parseLog(text, Infinity)).toEqual({ entries: [done], problems: [] });
  const newer = text.replace('"kind":"lab"', '"kind":"quiz"');
  expect(parseLog(newer, Infinity)).toMatchObject({ entries: [], problems: [{ line: 1 }] });
});
