/** The two voices of a lab, each with a colour and a side of its own. */
export type Side = 'server' | 'client';

/** The program on the left. */
export const serverName = 'server';

export function sideOf(program: string): Side {
  return program === serverName ? 'server' : 'client';
}

export const sideText: Readonly<Record<Side, string>> = {
  server: 'text-server',
  client: 'text-client',
};

export const sideTint: Readonly<Record<Side, string>> = {
  server: 'bg-server-tint text-server',
  client: 'bg-client-tint text-client',
};
