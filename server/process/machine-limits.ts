import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Failure, failure, type Result, success } from '#lib/failures/result.ts';

/** What the machine gives; `null`: without a limit, or not known. */
const machine = z.object({
  /** Of one process: `RLIMIT_NOFILE`, which Node raises to the hard limit when it begins. */
  descriptors: z.number().nullable(),
  /** Network namespaces of one user. */
  networks: z.number().nullable(),
  /** What the TCP sockets of the whole machine may hold: the last number of `tcp_mem`. */
  tcpBytes: z.number().nullable(),
});
export type Machine = z.infer<typeof machine>;

/** Carries what the front read to the sidecar, which cannot see all of it from its own namespaces. */
export const machineVariable = 'ACKADEMY_MACHINE';

const pageBytes = 4_096;

/** Reads it from /proc; elsewhere nothing is known. */
export function readMachine(read: (path: string) => string | null = readText): Machine {
  const files = /^Max open files +(\d+)/m.exec(read('/proc/self/limits') ?? '')?.[1];
  const networks = read('/proc/sys/user/max_net_namespaces')?.trim();
  const pages = read('/proc/sys/net/ipv4/tcp_mem')?.trim().split(/\s+/).at(-1);
  return {
    descriptors: numberOf(files),
    networks: numberOf(networks),
    tcpBytes: numberOf(pages, pageBytes),
  };
}

/** What the front handed on, or else what can be read here. */
export function machineOf(environment: Readonly<Record<string, string | undefined>>): Machine {
  const handedOn = environment[machineVariable];
  return handedOn === undefined ? readMachine() : machine.parse(JSON.parse(handedOn));
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function numberOf(text: string | undefined, factor = 1): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) * factor : null;
}

interface Lowered {
  readonly variable: string;
  /** Says to what, and why. */
  readonly sentence: string;
}

/** Limits that fit the machine, and what was lowered for that. */
interface Fitted<Limits> {
  readonly limits: Limits;
  readonly lowered: readonly Lowered[];
}

function lowering(variable: string, { to, from }: { to: number; from: number }, reason: string): Lowered {
  return { variable, sentence: `${variable} is ${to} instead of ${from}: ${reason}` };
}

interface ConnectionLimits {
  readonly all: number;
  readonly each: number;
}

/** What the front needs of descriptors apart from connections: files of pages and decks, pipes, a reserve. */
const otherDescriptorsOfFront = 256;
/** A connection of a lab has another to the sidecar. */
const descriptorsPerConnection = 2;
/** With fewer connections no page comes to be. */
const fewestConnections = 16;

/** The connections of the front, as many as there are descriptors for. */
export function fitConnections(
  wanted: ConnectionLimits,
  { descriptors }: Machine,
): Result<Fitted<ConnectionLimits>> {
  if (descriptors === null) return success({ limits: wanted, lowered: [] });
  const possible = Math.floor((descriptors - otherDescriptorsOfFront) / descriptorsPerConnection);
  if (possible < fewestConnections) return failure(tooFew(descriptors));
  if (wanted.all <= possible) return success({ limits: wanted, lowered: [] });
  return success({
    // So that one address does not have all that is left.
    limits: { all: possible, each: Math.min(wanted.each, Math.ceil(possible / 2)) },
    lowered: [lowering('HTTP_CONNECTIONS', { to: possible, from: wanted.all }, reasonOf(descriptors))],
  });
}

interface LabLimits {
  readonly sessions: number;
  /** Of a session. */
  readonly sockets: number;
}

const otherDescriptorsOfSidecar = 64;
/** Its network, its capture, its view of sockets, and two connections. */
const descriptorsPerSession = 5;
/** A session with fewer sockets cannot do what the labs ask for. */
const fewestSockets = 16;
/** The sidecar's own network, and those that are being closed. */
const otherNetworks = 16;

/** Sessions and their sockets, as many as there are descriptors and networks for. Sockets are lowered first. */
export function fitLab(wanted: LabLimits, { descriptors, networks }: Machine): Result<Fitted<LabLimits>> {
  const lowered: Lowered[] = [];
  let { sessions, sockets } = wanted;
  if (networks !== null && sessions > networks - otherNetworks) {
    sessions = networks - otherNetworks;
    const reason = `a user may have ${networks} networks (user.max_net_namespaces).`;
    lowered.push(lowering('LAB_SESSIONS', { to: sessions, from: wanted.sessions }, reason));
  }
  if (descriptors !== null) {
    const free = descriptors - otherDescriptorsOfSidecar;
    const reason = reasonOf(descriptors);
    const fewest = Math.min(fewestSockets, sockets);
    if (sessions * (descriptorsPerSession + sockets) > free) {
      sockets = Math.max(fewest, Math.floor(free / sessions) - descriptorsPerSession);
      if (sockets < wanted.sockets)
        lowered.push(lowering('LAB_SOCKETS', { to: sockets, from: wanted.sockets }, reason));
    }
    const possible = Math.floor(free / (descriptorsPerSession + sockets));
    if (sessions > possible) {
      lowered.push(lowering('LAB_SESSIONS', { to: possible, from: wanted.sessions }, reason));
      sessions = possible;
    }
    if (sessions < 1) return failure(tooFew(descriptors));
  }
  if (sessions < 1) return failure(noNetworks(networks ?? 0));
  return success({ limits: { sessions, sockets }, lowered });
}

/** What the buffers of all sessions together could hold, where that is more than the machine's TCP may; or `null`. */
export function whyMemoryIsShort(
  { sessions, bufferedBytes }: { sessions: number; bufferedBytes: number },
  { tcpBytes }: Machine,
): string | null {
  if (tcpBytes === null || sessions * bufferedBytes <= tcpBytes) return null;
  const fitting = Math.floor(tcpBytes / bufferedBytes);
  return `If more than ${fitting} of ${sessions} sessions fill their buffers, the kernel slows down every TCP connection of this computer (tcp_mem). Lower LAB_SESSIONS or LAB_BUFFERED_BYTES where that matters.`;
}

function reasonOf(descriptors: number): string {
  return `a process may have ${descriptors} descriptors (ulimit -n).`;
}

function tooFew(descriptors: number): Failure {
  return {
    code: 'DESCRIPTORS_TOO_FEW',
    message: `A process may have ${descriptors} descriptors, which is too few to serve anybody.`,
    help: 'Raise the limit: ulimit -n 4096, or LimitNOFILE= of the service.',
  };
}

function noNetworks(networks: number): Failure {
  return {
    code: 'NETWORKS_TOO_FEW',
    message: `A user may have ${networks} networks, which is too few for a lab.`,
    help: 'Raise user.max_net_namespaces, or set LAB_NETWORK=host.',
  };
}
