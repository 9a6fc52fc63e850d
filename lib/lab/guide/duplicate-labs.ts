import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import type { GuideClaim } from '#lib/lab/guide/read-guide.ts';

/** An error for each file whose `lab`, or whose number, a file before it has already. */
export function duplicateLabs(claims: readonly GuideClaim[]): Diagnostic[] {
  const labs = new Map<string, string>();
  const numbers = new Map<number, string>();
  return claims.flatMap(({ file, lab, number, ifDuplicate, ifNumberTaken }) => {
    const found: Diagnostic[] = [];
    const sameLab = lab === null ? undefined : labs.get(lab);
    if (sameLab !== undefined)
      found.push({ ...ifDuplicate, message: `\`${sameLab}\` has the lab \`${lab ?? ''}\` already` });
    else if (lab !== null) labs.set(lab, file);
    const sameNumber = number === null ? undefined : numbers.get(number);
    if (sameNumber !== undefined)
      found.push({ ...ifNumberTaken, message: `\`${sameNumber}\` has the number ${String(number)} already` });
    else if (number !== null) numbers.set(number, file);
    return found;
  });
}
