import { describe, expect, it } from 'vitest';
import type { ClassReport, Loss } from '../honest/messages.ts';
import { type Holding, growthOf, highest, tolerances } from './growth.ts';
import { killBehind, Ledger } from './ledger.ts';
import { whatFailed } from './verdict.ts';

const nothing: ClassReport = { calls: [], lateness: [], losses: [], resumed: [], failures: [], present: 0 };
const loss = (openedAtMs: number, droppedAtMs: number, code = 'RESUME_UNKNOWN'): Loss => ({
  openedAtMs,
  droppedAtMs,
  backAtMs: droppedAtMs + 1_000,
  code,
});

describe('The cause of a loss', () => {
  const kills = [
    { victim: 'front', atMs: 10_000 },
    { victim: 'sidecar', atMs: 20_000 },
  ] as const;

  it('is the first kill while the session was open', () => {
    expect(killBehind(loss(5_000, 10_200), kills)?.victim).toBe('front');
    expect(killBehind(loss(12_000, 20_050), kills)?.victim).toBe('sidecar');
    expect(killBehind(loss(5_000, 25_000), kills)?.victim).toBe('front');
  });

  it('is a kill also when the news of the session came right after it', () => {
    expect(killBehind(loss(10_050, 10_060), kills)?.victim).toBe('front');
  });

  it('is no kill of before the session, or of after its end', () => {
    expect(killBehind(loss(12_000, 15_000), kills)).toBeNull();
    expect(killBehind(loss(5_000, 9_999), kills)).toBeNull();
    expect(killBehind(loss(21_000, 30_000), kills)).toBeNull();
  });

  it('counts under its code where it is no kill', () => {
    const ledger = new Ledger();
    ledger.killed(kills[0]);
    const losses = [loss(5_000, 10_200), loss(1, 2, 'INTERNAL'), loss(1, 3, 'INTERNAL'), loss(1, 4, 'FLOOD')];
    ledger.take({ ...nothing, losses });
    expect([...ledger.lostOtherwise]).toEqual([
      ['INTERNAL', 2],
      ['FLOOD', 1],
    ]);
    expect(ledger.afterKills('front')).toEqual({ sessions: 1, knownMs: [200], backMs: [1_200] });
    expect(ledger.afterKills('sidecar').sessions).toBe(0);
    expect(ledger.comingBack).toEqual([{ beginsMs: 10_000, endsMs: 11_200 }]);
  });
});

describe('What the class felt', () => {
  const ledger = new Ledger();
  for (let ms = 1; ms <= 100; ms += 1)
    ledger.take({ ...nothing, calls: [[ms, ms]], lateness: [[ms, ms / 10]] });
  ledger.take({ ...nothing, calls: [[500, 9_999]], losses: [loss(400, 450)] });

  it('has the quantiles by nearest rank, of the calls that began in the phase', () => {
    expect(ledger.felt('attack', [{ beginsMs: 1, endsMs: 101 }])).toEqual({
      name: 'attack',
      calls: 100,
      p50Ms: 50,
      p99Ms: 99,
      longestMs: 100,
      floorP99Ms: 9.9,
      lostByKill: 0,
      lostOtherwise: 0,
    });
    expect(ledger.felt('later', [{ beginsMs: 101, endsMs: 501 }])).toMatchObject({
      calls: 1,
      lostOtherwise: 1,
    });
  });

  it('leaves out what began in other phases', () => {
    const felt = ledger.felt('apart', [{ beginsMs: 1, endsMs: 101 }], [{ beginsMs: 51, endsMs: 101 }]);
    expect(felt).toMatchObject({ calls: 50, p99Ms: 50 });
  });

  it('is unknown, and not good, where there were no calls', () => {
    const apart = ledger.felt('nothing', []);
    expect(apart.p99Ms).toBeNaN();
    expect(whatFailed({ ...held, apart })).toHaveLength(1);
  });
});

const holding: Holding = {
  frontKb: 200_000,
  sidecarKb: 100_000,
  frontDescriptors: 600,
  sidecarDescriptors: 2_000,
  networks: 301,
  processes: 2,
  sessions: 300,
};

const good = new Ledger();
good.take({ ...nothing, calls: [[1, 5]] });
const held = {
  apart: good.felt('all', [{ beginsMs: 0, endsMs: 2 }]),
  growth: growthOf(holding, holding, {}),
  sessions: 300,
  present: 300,
  lostOtherwise: new Map<string, number>(),
  failures: [],
  unasked: [],
  left: [],
};

describe('Growth', () => {
  it('is what is above the tolerance at the end, and not in between', () => {
    const end = { ...holding, networks: 302, frontDescriptors: 616, frontKb: 10 };
    const growth = growthOf(holding, end, { sidecarKb: 900_000 });
    expect(growth.filter(({ isOver }) => isOver).map(({ what }) => what)).toEqual(['network namespaces']);
    expect(growth.find(({ what }) => what === tolerances.sidecarKb.what)?.most).toBe(900_000);
  });

  it('leaves out what the kernel does not say', () => {
    expect(growthOf({ ...holding, networks: null }, holding, {})).toHaveLength(6);
  });

  it('remembers the highest value of each', () => {
    expect(highest({ frontKb: 5, processes: 2 }, { frontKb: 3, sidecarKb: 7 })).toMatchObject({
      frontKb: 5,
      sidecarKb: 7,
      processes: 2,
    });
  });
});

describe('The verdict', () => {
  it('is good when nothing was lost and nothing grew', () => {
    expect(whatFailed(held)).toEqual([]);
  });

  it.each([
    ['a session that no kill ended', { lostOtherwise: new Map([['INTERNAL', 1]]) }],
    ['a student who did not come back', { present: 299 }],
    ['a call that failed', { failures: [{ what: 'x' }] }],
    ['slow calls', { apart: { ...held.apart, p99Ms: 101 } }],
    ['growth', { growth: growthOf(holding, { ...holding, networks: 302 }, {}) }],
    ['an end that nobody asked for', { unasked: ['The front ended by itself.'] }],
    ['a process that is left', { left: ['process 1'] }],
  ])('is not good after %s', (_, outcome) => {
    expect(whatFailed({ ...held, ...outcome })).toHaveLength(1);
  });
});
