import { describe, expect, it } from 'vitest';
import { type Remedy, troubleOf, troubleOfClose } from '#lib/lab-client/link.ts';
import { type FaultCode, faultCodes, faults } from '#lib/lab/protocol/faults.ts';

const remedies: Readonly<Record<FaultCode, Remedy>> = {
  MESSAGE_NOT_TEXT: 'ask',
  MESSAGE_NOT_JSON: 'ask',
  MESSAGE_UNKNOWN: 'ask',
  MESSAGE_TOO_LONG: 'ask',
  MESSAGE_NOT_UTF8: 'ask',
  NOT_OPENED: 'ask',
  ALREADY_OPENED: 'ask',
  ACKNOWLEDGED_UNSENT: 'ask',
  OPEN_TIMEOUT: 'resume',
  RESUME_UNKNOWN: 'begin',
  RESUME_GAP: 'begin',
  SESSIONS_FULL: 'retry',
  SESSIONS_OF_ADDRESS: 'retry',
  SESSIONS_TOO_FAST: 'retry',
  FLOOD: 'ask',
  SESSION_IDLE: 'ask',
  SESSION_TAKEN: 'ask',
  NETWORK_UNAVAILABLE: 'retry',
  SHUTTING_DOWN: 'begin',
  INTERNAL: 'ask',
};

describe('What a page does when its connection ends', () => {
  it.each(faultCodes)('is decided for %s, with two sentences for the student', (code) => {
    const { remedy, message, help } = troubleOf(code);
    expect(remedy).toBe(remedies[code]);
    expect(message).toBe(faults[code].message);
    expect(help).toMatch(/^[A-Z].*\.$/);
    // Who waits for a page has to know that it goes on; who must press has to know what for.
    if (remedy !== 'ask') expect(help).toMatch(/by itself/);
    else expect(help).not.toMatch(/by itself/);
  });

  it.each(['CONNECTION_LOST', 'SITE_UNREACHABLE', 'LAB_AWAY', 'CONNECTION_REFUSED'] as const)(
    'is to go on with the session by itself after %s',
    (code) => expect(troubleOf(code)).toMatchObject({ remedy: 'resume' }),
  );

  it('is to wait for a press where a frame is not of the protocol', () => {
    expect(troubleOf('FRAME_UNKNOWN')).toMatchObject({ remedy: 'ask' });
  });
});

describe('A close code without a frame', () => {
  it.each(faultCodes)('stands for %s', (code) => {
    expect(troubleOfClose(faults[code].close)).toBe(code);
  });

  it.each([1000, 1002, 1005, 1006, 1008, 3000, 4000, 4999])('is a lost connection where it is %i', (code) => {
    expect(troubleOfClose(code)).toBe('CONNECTION_LOST');
  });
});
