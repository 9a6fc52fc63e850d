/**
 * A class of honest students in a process of its own: as many as the second argument says, at the site that the first one
 * names. Reports over its channel what they see; ends with it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from '#test/server/fuzz-messages.ts';
import { studentEnvironment } from './honest/environment.ts';
import { type ClassReport, nowMs } from './honest/messages.ts';
import { type Notebook, Student } from './honest/student.ts';

/** Under the limits of an address, as the students of a class are that come from several. */
const studentsOfAddress = 40;
const betweenArrivalsMs = 20;
const reportEveryMs = 500;
const lookEveryMs = 20;

const emptyNotebook = (): Notebook => ({ calls: [], losses: [], resumed: [], failures: [] });

const [url = '', count = '0', seed = '0'] = process.argv.slice(2);
const random = randomFrom(Number(seed));
let notebook = emptyNotebook();
let lateness: ClassReport['lateness'] = [];
const students: Student[] = [];

function report(): void {
  const present = students.filter(({ isPresent }) => isPresent).length;
  process.send?.({ ...notebook, lateness, present } satisfies ClassReport);
  notebook = emptyNotebook();
  lateness = [];
}

let dueMs = nowMs() + lookEveryMs;
function look(): void {
  const now = nowMs();
  lateness.push([now, Math.max(0, now - dueMs)]);
  dueMs = now + lookEveryMs;
  setTimeout(look, lookEveryMs);
}

process.once('disconnect', () => process.exit(0));
setInterval(report, reportEveryMs);
look();
for (let index = 0; index < Number(count); index += 1) {
  const from = `127.1.0.${1 + Math.floor(index / studentsOfAddress)}`;
  const environment = studentEnvironment(url, from, random);
  const student = new Student(environment, random, () => notebook);
  students.push(student);
  void student.study();
  await sleep(betweenArrivalsMs);
}
