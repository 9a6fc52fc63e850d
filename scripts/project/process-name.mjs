import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A name that no other process has or will have: the id, and when the process began.
 *
 * @param {number} pid
 * @returns {string | null} null: no such process runs
 */
export function processName(pid) {
  const began = process.platform === 'linux' ? beganOnLinux(pid) : beganElsewhere(pid);
  return began === null ? null : `${pid} ${began}`;
}

/** @param {string} name of `processName` */
export function isRunning(name) {
  const pid = Number.parseInt(name, 10);
  return Number.isSafeInteger(pid) && pid > 0 && processName(pid) === name;
}

/** proc(5): after the name of the program, which may hold anything, come the state and, 19 fields later, when it began. */
function beganOnLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; its parent has only not looked yet.
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function beganElsewhere(pid) {
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : null;
}
