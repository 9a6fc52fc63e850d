import { faults } from '#lib/lab/protocol/faults.ts';
import type { LabEvent, ServerFrame } from '#lib/lab/protocol/messages.ts';

const eventTypes: Readonly<Record<LabEvent['type'], true>> = {
  opened: true,
  entered: true,
  blocked: true,
  returned: true,
  unreferenced: true,
  exited: true,
  sockets: true,
  segment: true,
  dropping: true,
  reset: true,
  notice: true,
  refused: true,
  closed: true,
};

/** Whether it looks like a frame of the sidecar; see `readFrame`. */
export function isFrame(value: unknown): value is ServerFrame {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  const { type } = value;
  if (type === 'error')
    return 'code' in value && typeof value.code === 'string' && Object.hasOwn(faults, value.code);
  if (typeof type !== 'string' || !Object.hasOwn(eventTypes, type)) return false;
  if (!('seq' in value) || !('at' in value)) return false;
  return Number.isSafeInteger(value.seq) && Number.isSafeInteger(value.at) && Number(value.seq) > 0;
}

/**
 * A frame of the sidecar; `null`: it is none.
 *
 * Looks at no more than the type, `seq` and `at`. That is enough here: the sidecar comes from the same origin and the same
 * build as the page, the subprotocol was agreed on before the first frame, and the sidecar's own tests hold each frame
 * against the schema, which a page would have to load 15 kB for. What is left to find out is a server that is none of ours.
 */
export function readFrame(data: unknown): ServerFrame | null {
  if (typeof data !== 'string') return null;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  return isFrame(value) ? value : null;
}
