/** The two voices of a lab, each with a colour and a side of its own. */
export type Voice = 'server' | 'client';

/** The program on the left. */
export const serverName = 'server';

export function voiceOf(program: string): Voice {
  return program === serverName ? 'server' : 'client';
}

export const voiceText: Readonly<Record<Voice, string>> = {
  server: 'text-server',
  client: 'text-client',
};

export const voiceTint: Readonly<Record<Voice, string>> = {
  server: 'bg-server-tint text-server',
  client: 'bg-client-tint text-client',
};
