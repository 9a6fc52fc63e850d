import { z } from 'zod';
import { type Result, success } from '#lib/failures/result.ts';
import type { Limits } from '#lib/lab/protocol/messages.ts';
import { type LogLevel, logLevels, readVariables } from '#lib/node/environment.ts';

const whole = (standard: number) =>
  z.coerce.number('is not a number').int('is not a whole number').min(1, 'is below 1').default(standard);

/** Every variable that the bridge reads, with its default. The front gives the first two. */
export const optionVariables = z.object({
  /** Path of the Unix socket to listen on. */
  LAB_SOCKET: z.string('is missing').min(1, 'is empty'),
  /** Exact origins, joined by commas. */
  LAB_ORIGINS: z.string('is missing').min(1, 'is empty'),

  LAB_SESSIONS: whole(400),
  LAB_SESSIONS_PER_ADDRESS: whole(64),
  LAB_NETWORKS_PER_SECOND: whole(16),
  LAB_PROGRAMS: whole(16),
  LAB_THREADS: whole(16),
  LAB_SOCKETS: whole(64),
  LAB_CALLS_PER_SECOND: whole(500),
  LAB_RECV_BYTES: whole(64 * 1024),
  LAB_SEND_BYTES: whole(4 * 1024 * 1024),
  LAB_BUFFERED_BYTES: whole(8 * 1024 * 1024),
  LAB_UNACKNOWLEDGED_BYTES: whole(256 * 1024),
  LAB_IDLE_MS: whole(15 * 60_000),
  LAB_RESUME_MS: whole(60_000),
  LAB_OPEN_TIMEOUT_MS: whole(10_000),
  LAB_PING_MS: whole(30_000),

  LOG_LEVEL: z.enum(logLevels, `is none of ${logLevels.join(', ')}`).default('warn'),
});

export interface BridgeOptions {
  readonly origins: readonly string[];
  /** Sessions at once, of everybody. */
  readonly sessions: number;
  readonly sessionsPerAddress: number;
  /** Sessions and resets of an address, in the long run; as many as it may have sessions may come at once. */
  readonly networksPerSecond: number;
  /** What `opened` says of a session. */
  readonly limits: Limits;
  /** A connection that has not sent `open` by then is closed. */
  readonly openTimeoutMs: number;
  /** A connection gets a ping this often; it has until the next one to answer. */
  readonly pingMs: number;
}

/** What the sidecar is given when it starts. */
interface SidecarOptions {
  readonly socketPath: string;
  readonly logLevel: LogLevel;
  readonly bridge: BridgeOptions;
}

/** The variables as options. */
export function readOptions(
  environment: Readonly<Record<string, string | undefined>>,
): Result<SidecarOptions> {
  const read = readVariables(optionVariables, environment);
  if (!read.ok) return read;
  const { value: data } = read;
  return success({
    socketPath: data.LAB_SOCKET,
    logLevel: data.LOG_LEVEL,
    bridge: {
      origins: data.LAB_ORIGINS.split(','),
      sessions: data.LAB_SESSIONS,
      sessionsPerAddress: data.LAB_SESSIONS_PER_ADDRESS,
      networksPerSecond: data.LAB_NETWORKS_PER_SECOND,
      limits: {
        programs: data.LAB_PROGRAMS,
        threads: data.LAB_THREADS,
        sockets: data.LAB_SOCKETS,
        callsPerSecond: data.LAB_CALLS_PER_SECOND,
        recvBytes: data.LAB_RECV_BYTES,
        sendBytes: data.LAB_SEND_BYTES,
        bufferedBytes: data.LAB_BUFFERED_BYTES,
        unacknowledgedBytes: data.LAB_UNACKNOWLEDGED_BYTES,
        idleMs: data.LAB_IDLE_MS,
        resumeMs: data.LAB_RESUME_MS,
      },
      openTimeoutMs: data.LAB_OPEN_TIMEOUT_MS,
      pingMs: data.LAB_PING_MS,
    },
  });
}
