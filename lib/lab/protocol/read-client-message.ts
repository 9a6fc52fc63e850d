import {
  clientMessage,
  type ClientMessage,
  descriptors,
  mostArguments,
  mostTargets,
  mostThreads,
  programPattern,
  variablePattern,
} from '#lib/lab/protocol/messages.ts';
import { methodNames } from '#lib/lab/protocol/names.ts';

type Reading = ReturnType<typeof clientMessage.safeParse>;
type CallMessage = Extract<ClientMessage, { type: 'call' }>;

const methods: ReadonlySet<unknown> = new Set(methodNames);
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What `clientMessage` makes of a value of JSON, sooner where that is plain: most messages are calls of a method. */
export function readClientMessage(value: unknown): Reading {
  return isPlainCall(value) ? { success: true, data: value } : clientMessage.safeParse(value);
}

/** Whether the value is surely a good call, of a kind that can be seen without the schema. A property holds it to the schema. */
function isPlainCall(value: unknown): value is CallMessage {
  if (typeof value !== 'object' || value === null) return false;
  if (!('type' in value && 'id' in value && 'program' in value && 'call' in value)) return false;
  let keys = 4;
  if (value.type !== 'call' || !isIntWithin(value.id, 1, Infinity)) return false;
  if (typeof value.program !== 'string' || !programPattern.test(value.program)) return false;
  if ('thread' in value) {
    keys += 1;
    if (!isIntWithin(value.thread, 1, mostThreads)) return false;
  }
  if ('targets' in value) {
    keys += 1;
    if (!isArrayOf(value.targets, mostTargets, isVariable)) return false;
  }
  return Object.keys(value).length === keys && isMethodCall(value.call);
}

function isMethodCall(call: unknown): boolean {
  if (typeof call !== 'object' || call === null) return false;
  if (!('name' in call && 'fd' in call && 'args' in call) || Object.keys(call).length !== 3) return false;
  return (
    methods.has(call.name) &&
    isIntWithin(call.fd, descriptors.least, descriptors.most) &&
    isArrayOf(call.args, mostArguments, isPlainArgument)
  );
}

/** A number or bytes; what else an argument can be is left to the schema. */
function isPlainArgument(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Number.isSafeInteger(value);
  if (!('bytes' in value) || Object.keys(value).length !== 1) return false;
  return typeof value.bytes === 'string' && base64.test(value.bytes);
}

function isVariable(value: unknown): boolean {
  return typeof value === 'string' && variablePattern.test(value);
}

function isIntWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;
}

function isArrayOf(value: unknown, most: number, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= most && value.every(isItem);
}
