import { type RefusalCode, refusals } from '#lib/lab/protocol-codes.ts';

export interface Refused {
  readonly code: RefusalCode;
  readonly message: string;
}

/** A refusal of the lab as the end of a script: the kernel was not even asked. */
export function describeRefusal({ code, message }: Refused): {
  readonly code: 'LAB_REFUSED';
  readonly observed: string;
  readonly help: string;
} {
  const { todo } = refusals[code];
  return {
    code: 'LAB_REFUSED',
    observed: `${code}: ${message}`,
    help: `${todo.charAt(0).toLowerCase()}${todo.slice(1, -1)}`,
  };
}
