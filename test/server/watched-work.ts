import { runInThisContext } from 'node:vm';
import { answerWatchdog } from '#server/process/watchdog-channel.ts';

/** A process for tests: answers the watchdog, and when something is written to it runs the script in its argument. */
answerWatchdog(process.env);
const [, , work = ''] = process.argv;
process.stdin.once('data', () => void runInThisContext(work));
