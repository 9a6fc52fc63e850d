import type { ProgramMoment } from '#lib/lab/timeline/moment.ts';

/** `s`, or `s2`, `s3` … while an open socket has that name. */
export function freeName(program: ProgramMoment | null, wanted: string): string {
  const taken = new Set(program?.descriptors.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${String(number)}`;
  return name;
}
