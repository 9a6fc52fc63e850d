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
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .transform((origins) => origins.filter((origin) => origin !== ''))
    .refine(
      (origins) => origins.every(isOrigin),
      'holds more than exact origins such as https://lab.example.org',
    ),
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
  const { PORT, HOST, CONTENT_DIR, ALLOWED_ORIGINS, LOG_LEVEL } = read.value;
  return success({
    port: PORT,
    host: HOST,
    contentDir: resolve(CONTENT_DIR),
    allowedOrigins: ALLOWED_ORIGINS,
    logLevel: LOG_LEVEL,
  });
}
