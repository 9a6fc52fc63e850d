import { isIP, isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { failure, type Result, success } from '#lib/failures/result.ts';

export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Scheme, host and port as a browser names them, and nothing after. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && origin === text;
}

/** An address, or a network such as `10.0.0.0/8`. */
function isPlace(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  if (isIP(address) === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv6(address) ? 128 : 32));
}

const joinedByCommas = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''));

const whole = (standard: number) =>
  z.coerce.number('is not a number').int('is not a whole number').min(1, 'is below 1').default(standard);

/** Every environment variable that the pages and their server read, with its default. */
const environment = z.object({
  PORT: z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(0, 'is below 0')
    .max(65535, 'is above 65535')
    .default(3000),
  HOST: z.string().min(1, 'is empty').default('127.0.0.1'),
  /** The folder that holds `decks/` and `labs/`. */
  CONTENT_DIR: z.string().min(1, 'is empty').default('content'),
  /** Joined by commas. */
  ALLOWED_ORIGINS: joinedByCommas.refine(
    (origins) => origins.every(isOrigin),
    'holds more than exact origins such as https://lab.example.org',
  ),
  /** Joined by commas. */
  TRUSTED_PROXIES: joinedByCommas.refine(
    (places) => places.every(isPlace),
    'holds more than addresses and networks such as 127.0.0.1,10.0.0.0/8',
  ),
  HTTP_CONNECTIONS: whole(2_048),
  HTTP_CONNECTIONS_PER_ADDRESS: whole(512),
  EVENT_STREAMS: whole(1_024),
  EVENT_STREAMS_PER_ADDRESS: whole(128),
  /** Read by the lab; here only so that a mistake is reported before anything starts. */
  LAB_NETWORK: z.enum(['host', ''], 'is not `host`').default(''),
  LOG_LEVEL: z.enum(logLevels, `is none of ${logLevels.join(', ')}`).default('warn'),
});

export interface Environment {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly contentDir: string;
  /** Exact origins, in addition to the site's own, whose pages may use the lab. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and networks of the proxies whose word is taken on who asks. */
  readonly trustedProxies: readonly string[];
  /** Connections at once, and those of an address. */
  readonly connections: { readonly all: number; readonly each: number };
  /** The same of event streams. */
  readonly eventStreams: { readonly all: number; readonly each: number };
  readonly logLevel: LogLevel;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The variables as `schema` reads them; the message has a line for each that cannot be used. */
export function readVariables<Schema extends z.ZodType>(
  schema: Schema,
  variables: Variables,
): Result<z.output<Schema>> {
  const parsed = schema.safeParse(variables);
  if (parsed.success) return success(parsed.data);
  const lines = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `${name}=${variables[name] ?? ''} ${issue.message}. Set ${name} to another value, or leave it out.`;
  });
  return failure({ code: 'ENVIRONMENT_WRONG', message: lines.join('\n'), help: 'Then start again.' });
}

/** The environment as settings. */
export function readEnvironment(variables: Variables): Result<Environment> {
  const read = readVariables(environment, variables);
  if (!read.ok) return read;
  const { PORT, HOST, CONTENT_DIR, ALLOWED_ORIGINS, LOG_LEVEL, ...rest } = read.value;
  return success({
    port: PORT,
    host: HOST,
    contentDir: resolve(CONTENT_DIR),
    allowedOrigins: ALLOWED_ORIGINS,
    trustedProxies: rest.TRUSTED_PROXIES,
    connections: { all: rest.HTTP_CONNECTIONS, each: rest.HTTP_CONNECTIONS_PER_ADDRESS },
    eventStreams: { all: rest.EVENT_STREAMS, each: rest.EVENT_STREAMS_PER_ADDRESS },
    logLevel: LOG_LEVEL,
  });
}
