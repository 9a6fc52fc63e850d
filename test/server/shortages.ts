import type * as fs from 'node:fs';
import { constants } from 'node:os';
import type * as library from '#server/kernel/system/c-library.ts';

type Library = typeof library;
type Files = typeof fs;

const { errno: errnos } = constants;
const noDescriptor = ['EMFILE', 'ENFILE'];
const noMemory = ['ENOMEM'];

/** What a system call, or a function of `node:fs`, may be answered where something is short. */
const possible: Readonly<Record<string, readonly string[]>> = {
  socket: [...noDescriptor, ...noMemory, 'EPERM'],
  pipe: [...noDescriptor, ...noMemory],
  accept: [...noDescriptor, ...noMemory, 'EPERM', 'EAGAIN'],
  bind: [...noMemory, 'EPERM', 'EAGAIN'],
  listen: [...noMemory, 'EPERM'],
  connect: [...noMemory, 'EPERM', 'EAGAIN'],
  send: [...noMemory, 'EPERM', 'EAGAIN'],
  recv: [...noMemory, 'EAGAIN'],
  sendto: [...noMemory, 'EPERM', 'EAGAIN'],
  recvfrom: [...noMemory, 'EAGAIN'],
  recvmmsg: [...noMemory, 'EAGAIN'],
  write: [...noMemory, 'EAGAIN'],
  read: [...noMemory, 'EAGAIN'],
  poll: [...noMemory, 'EAGAIN'],
  setsockopt: [...noMemory, 'EPERM'],
  getsockopt: noMemory,
  getsockname: noMemory,
  getpeername: noMemory,
  shutdown: noMemory,
  fcntl: [...noMemory, 'EPERM', 'EAGAIN'],
  ioctl: [...noMemory, 'EPERM'],
  close: ['ENOSPC'],
  unshare: [...noMemory, 'ENOSPC', 'EPERM'],
  setns: [...noMemory, 'EPERM'],
  capget: ['EPERM'],
  capset: [...noMemory, 'EPERM'],
  openSync: [...noDescriptor, ...noMemory, 'EPERM'],
  readFileSync: [...noDescriptor, ...noMemory, 'EPERM'],
  writeFileSync: [...noDescriptor, ...noMemory, 'EPERM', 'ENOSPC'],
  fstatSync: noMemory,
  statSync: noMemory,
};

export const shortages = ['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'ENOSPC', 'EPERM'] as const;
export type Shortage = (typeof shortages)[number];

let shortage: Shortage | null = null;
/** Calls that can meet it until the one that does. */
let left = 0;
let isMet = false;

/** From now on the n-th system call that can meet it does, n from 0. */
export function inject(which: Shortage, n: number): void {
  shortage = which;
  left = n;
  isMet = false;
}

/** Ends it. Whether a call met the shortage: there may not have been so many. */
export function stopInjecting(): boolean {
  shortage = null;
  return isMet;
}

function meets(name: string): Shortage | null {
  if (shortage === null || possible[name]?.includes(shortage) !== true) return null;
  left -= 1;
  if (left !== -1) return null;
  isMet = true;
  return shortage;
}

function nameIn(prototype: string): string {
  return /(\w+)\(/.exec(prototype)?.[1] ?? prototype;
}

/** The C library, whose calls meet shortages. */
export function shortLibrary(original: Library): Library {
  const unknown = (name: string) => {
    if (possible[name] === undefined) throw new Error(`What can ${name} meet?`);
    return name;
  };
  return {
    ...original,
    systemCall(prototype) {
      const call = original.systemCall(prototype);
      const name = unknown(nameIn(prototype));
      return (...args) => {
        const code = meets(name);
        if (code === null) return call(...(args as unknown[]));
        // Linux gives the descriptor back, whatever `close` answers.
        if (name === 'close') call(...(args as unknown[]));
        return -errnos[code];
      };
    },
    systemCallInPool(prototype) {
      const call = original.systemCallInPool(prototype);
      const name = unknown(nameIn(prototype));
      return (done, ...args) => {
        const code = meets(name);
        if (code === null || name === 'close') call(done, ...(args as unknown[]));
        // The kernel answers at once, and the event loop hears of it in a turn of its own.
        else setImmediate(() => done(-errnos[code]));
      };
    },
  };
}

const files = ['openSync', 'readFileSync', 'writeFileSync', 'fstatSync', 'statSync'] as const;

/** The file system, whose calls that the kernel layer makes meet shortages. */
export function shortFiles(original: Files): Partial<Files> {
  const short = files.map((name) => {
    const call = original[name] as (...args: unknown[]) => unknown;
    const shortCall = (...args: unknown[]) => {
      const code = meets(name);
      if (code === null) return call(...args);
      throw Object.assign(new Error(`${code}: ${name}`), { code, errno: -errnos[code] });
    };
    return [name, shortCall];
  });
  return { ...original, ...(Object.fromEntries(short) as Partial<Files>) };
}
