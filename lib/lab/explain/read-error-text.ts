import { otherTexts, posixErrors, type WindowsError, windowsErrors } from '#lib/lab/explain/error-numbers.ts';
import type { CallError, LabCall } from '#lib/lab/protocol/messages.ts';
import { functionNames, methodNames } from '#lib/lab/protocol/names.ts';

/** An error as somebody copied it: from a terminal, a traceback, or a number alone. */
export interface ReadError {
  readonly error: CallError;
  /** The call that raised it: as the traceback has it, or the usual one. */
  readonly call: LabCall;
  /** `null`: it is not of Windows. */
  readonly windows: WindowsError | null;
}

type Posix = (typeof posixErrors)[number];

const classPattern =
  /((?:socket\.)?(?:[A-Z]\w*(?:Error|Interrupt)|timeout|gaierror|herror))(?::[ \t]*([^\n]*))?\s*$/;

/** The number in `[Errno 111]`, `[WinError 10061]` or `errno 111`. */
function numberIn(text: string): { readonly number: number; readonly isWindows: boolean } | null {
  const [, kind = '', digits] =
    /\b(win ?error|errno)[ =:]*(-?\d+)/i.exec(text) ?? /^()\s*(\d{2,5})\s*$/.exec(text) ?? [];
  if (digits === undefined) return null;
  const number = Number(digits);
  return { number, isWindows: /^win/i.test(kind) || number >= 10_000 };
}

function windowsOf(text: string): WindowsError | null {
  const found = numberIn(text);
  const name = /\bWSA[A-Z_]+\b/.exec(text)?.[0];
  return (
    windowsErrors.find(
      (one) => one.name === name || (found?.isWindows === true && one.number === found.number),
    ) ?? null
  );
}

/** By its words, which systems share, before its number, which they do not. */
function posixOf(text: string, exception: string | null): Posix | null {
  const lower = text.toLowerCase();
  const code =
    /\bE(?:AI_)?[A-Z]{3,}\b/.exec(text)?.[0].replace('EWOULDBLOCK', 'EAGAIN') ??
    Object.entries(otherTexts).find(([words]) => lower.includes(words))?.[1];
  const named = posixErrors.find((one) => one.code === code || lower.includes(one.text.toLowerCase()));
  if (named !== undefined) return named;
  const number = numberIn(text)?.number;
  const ofClass = posixErrors.filter((one) => one.exception === exception);
  if (number === undefined) return ofClass.length === 1 ? (ofClass[0] ?? null) : null;
  // A class of its own says which system numbered it.
  const ofNumber =
    ofClass.find(({ linux, macos }) => linux === number || macos === number) ??
    posixErrors.find(({ linux }) => linux === number) ??
    posixErrors.find(({ macos }) => macos === number);
  return ofNumber ?? null;
}

const isMethod = (name: string): name is (typeof methodNames)[number] =>
  methodNames.some((known) => known === name);
const isFunction = (name: string): name is (typeof functionNames)[number] =>
  functionNames.some((known) => known === name);

/** Calls that a lab does not have, and the one of the lab that meets the same errors. */
const likeIt: Readonly<Record<string, LabCall['name']>> = {
  create_connection: 'connect',
  open_connection: 'connect',
  create_server: 'bind',
  start_server: 'bind',
  sendmsg: 'send',
  sendfile: 'sendall',
  recv_into: 'recv',
  recvfrom_into: 'recv',
  recvmsg: 'recv',
};

/** Host and port, where the line of the traceback names them itself. */
function argumentsIn(line: string): LabCall['args'] {
  const [, host, text, number] =
    /^\(\(\s*["']([^"']*)["']\s*,\s*(?:["']([^"']*)["']|(\d+))\s*\)/.exec(line) ?? [];
  if (host === undefined) return [];
  return [{ tuple: [host, text ?? Number(number)] }];
}

const nameOf = (written: string): string =>
  Object.hasOwn(likeIt, written) ? (likeIt[written] ?? written) : written;

/** The last call of a traceback; `null`: it shows none that a lab knows. */
function callIn(text: string): LabCall | null {
  const [last] = [...text.matchAll(/\b(\w+)(?=\()/g)]
    .reverse()
    .map((found) => ({ written: found[1] ?? '', end: found.index + found[0].length }))
    .filter(({ written }) => isMethod(nameOf(written)) || isFunction(nameOf(written)));
  const name = nameOf(last?.written ?? '');
  const args = last === undefined ? [] : argumentsIn(text.slice(last.end));
  if (isMethod(name)) return { name, fd: -1, args };
  return isFunction(name) ? { name, args } : null;
}

function callOf(name: Posix['usual']): LabCall {
  return isFunction(name) ? { name, args: [] } : { name, fd: -1, args: [] };
}

/**
 * Reads an error in any of the forms in which students meet it; `null`: this is none. Line breaks may be missing: a browser
 * removes them from what is pasted into one line.
 *
 * @example
 * readErrorText('OSError: [WinError 10048] …')?.error.code // 'EADDRINUSE'
 */
export function readErrorText(text: string): ReadError | null {
  const trimmed = text.trim();
  const [, named = '', message = ''] = classPattern.exec(trimmed) ?? [];
  const windows = windowsOf(trimmed);
  const exception = named.replace(/^socket\./, '').replace(/^timeout$/, 'TimeoutError');
  // A timeout of Python's own has no number.
  const isOwnTimeout = exception === 'TimeoutError' && /^(?:timed out)?$/.test(message.trim());
  const posix =
    windows === null
      ? isOwnTimeout
        ? null
        : posixOf(named === '' ? trimmed : `${named}: ${message}`, exception)
      : (posixErrors.find(({ code }) => code === windows.code) ?? null);
  if (posix === null && exception === '') return null;
  const before = trimmed.slice(0, trimmed.length - (named === '' ? 0 : named.length + message.length));
  return {
    error: {
      exception: posix?.exception ?? exception,
      errno: posix === null ? null : (windows?.number ?? numberIn(trimmed)?.number ?? posix.linux),
      code: posix?.code ?? null,
      message: message === '' ? (posix?.text ?? '') : message,
    },
    call: callIn(before) ?? callOf(posix?.usual ?? 'recv'),
    windows,
  };
}
