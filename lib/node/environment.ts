import { resolve } from 'node:path';
import { z } from 'zod';

/** Every environment variable the project reads, with its default. */
const environment = z.object({
  PORT: z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(0, 'is below 0')
    .max(65535, 'is above 65535')
    .default(3000),
  HOST: z.string().min(1, 'is empty').default('127.0.0.1'),
  /** The folder that holds `decks/`. */
  CONTENT_DIR: z.string().min(1, 'is empty').default('content'),
});

export interface Environment {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly contentDir: string;
}

/** The environment as settings, or one sentence for each variable that cannot be used. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): { ok: true; environment: Environment } | { ok: false; problems: string[] } {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return `${name}=${variables[name] ?? ''} ${issue.message}. Set ${name} to another value, or leave it out.`;
      }),
    };
  }
  const { PORT, HOST, CONTENT_DIR } = parsed.data;
  return { ok: true, environment: { port: PORT, host: HOST, contentDir: resolve(CONTENT_DIR) } };
}
