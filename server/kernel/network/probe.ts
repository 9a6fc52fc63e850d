import { writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { guard, wholeProcess } from '#lib/failures/guard.ts';
import { type Failure, failure, type Result, success } from '#lib/failures/result.ts';
import type { Network } from '#lib/lab/protocol/messages.ts';
import { NetworkNamespace } from '#server/kernel/network/namespace.ts';
import { dropPrivilege, lendPrivilege } from '#server/kernel/network/privileges.ts';
import { Capture } from '#server/kernel/system/capture.ts';
import { bind, close, closeInPool, errnoOf, errorText, socket } from '#server/kernel/system/libc.ts';
import type { LinuxCalls } from '#server/kernel/system/linux.ts';
import { SocketTable } from '#server/kernel/system/sock-diag.ts';

type Observable = Network['sockets'];
/** What a network lets the lab see and do. */
export type Possible = Pick<Network, 'sockets' | 'capture' | 'loss'>;

/** Why sessions cannot have a private network on this host. */
export function noPrivateNetwork(message: string): ReturnType<typeof failure<Failure<'NO_PRIVATE_NETWORK'>>> {
  const help = 'Use a Linux on which this user may make user namespaces.';
  return failure({ code: 'NO_PRIVATE_NETWORK', message, help });
}

const possible: Observable = { possible: true };
export function impossible(reason: string): Observable {
  return { possible: false, reason };
}

/** Sockets per hash chain do not matter for a handful, but reading the list costs time for every chain. */
const smallTable = { setting: '/proc/sys/net/ipv4/tcp_child_ehash_entries', entries: '64' };

/** Does once all that a session needs, in a network of its own that is given back. */
export function probe(linux: LinuxCalls): Result<Possible> {
  if (!ownsItsNetwork())
    return noPrivateNetwork('The sidecar was not started in a private network of its own.');
  shrinkTables();
  const dropped = dropPrivilege(linux);
  if (dropped < 0) return noPrivateNetwork(`No privilege can be given up here (${textOf(dropped)}).`);
  const created = NetworkNamespace.create(linux);
  if (!created.ok) return noPrivateNetwork(created.error.message);
  const namespace = created.value;
  try {
    const reason = whyPortsAreNotGuarded(linux);
    if (reason !== null) return noPrivateNetwork(reason);
    return success({ sockets: probeList(), capture: probeCapture(), loss: probeLoss(linux) });
  } finally {
    namespace.close();
  }
}

/** A network where nothing but `lo` has an address is not the one that the host talks to others with. */
export function ownsItsNetwork(): boolean {
  return Object.keys(networkInterfaces()).every((link) => link === 'lo');
}

/** Networks made from this one inherit the size. */
function shrinkTables(): void {
  try {
    writeFileSync(smallTable.setting, smallTable.entries);
  } catch {
    // Before Linux 6.1 there is no such setting; reading the list takes longer then.
  }
}

/** Port 80 must be closed to a program, and open to one "as root". */
function whyPortsAreNotGuarded(linux: LinuxCalls): string | null {
  const bindPort80 = (): number => {
    const fd = socket(AF_INET, SOCK_STREAM_CLOEXEC, 0);
    if (fd < 0) return fd;
    const bound = bind(fd, port80, port80.length);
    close(fd);
    return bound;
  };
  if (bindPort80() !== -errnoOf('EACCES'))
    return 'Ports below 1024 are not guarded in a private network here.';
  const asRoot = lendPrivilege(linux, bindPort80);
  return asRoot === 0 ? null : `The privilege to bind ports below 1024 cannot be had (${textOf(asRoot)}).`;
}

function probeList(): Observable {
  const table = SocketTable.open();
  if (typeof table === 'number')
    return impossible(`The kernel does not list its sockets (${textOf(table)}).`);
  const rows = table.read();
  table.close();
  return typeof rows === 'number'
    ? impossible(`The kernel does not list its sockets (${textOf(rows)}).`)
    : possible;
}

function probeCapture(): Observable {
  // The kernel takes long to close one.
  const capture = Capture.open((fd) => {
    closeInPool(
      guard(wholeProcess, () => {}),
      fd,
    );
  });
  if (typeof capture === 'number') {
    return impossible(`The kernel does not let segments be captured (${textOf(capture)}).`);
  }
  capture.close();
  return possible;
}

function probeLoss(linux: LinuxCalls): Observable {
  const fd = socket(AF_INET, SOCK_STREAM_CLOEXEC, 0);
  if (fd < 0) return impossible(`The kernel opens no socket (${textOf(fd)}).`);
  const attached = linux.attachFilter(fd, acceptEverything);
  close(fd);
  return attached === 0
    ? possible
    : impossible(`The kernel does not let a socket drop segments (${textOf(attached)}).`);
}

function textOf(result: number): string {
  return errorText(-result);
}

const AF_INET = 2;
const SOCK_STREAM_CLOEXEC = 1 | 0o2000000;
/** `ret #0xffffffff` */
const acceptEverything = Uint8Array.of(0x06, 0, 0, 0, 0xff, 0xff, 0xff, 0xff);
/** `struct sockaddr_in` of 127.0.0.1, port 80. */
const port80 = Uint8Array.of(AF_INET, 0, 0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
