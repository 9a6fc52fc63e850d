import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { lookUp, parseHostsFile, readHostNames } from '#server/kernel/system/host-names.ts';
import { at, noPrivateNetwork, withLab } from '#test/server/kernel-session.ts';

const hosts = parseHostsFile(
  [
    '# the loopback interface',
    '127.0.0.1\tlocalhost   Classroom # and a comment',
    '::1 ip6-localhost classroom',
    '10.1.2.3 server.example',
    'not-an-address nonsense',
    '127.0.0.9 classroom',
    '',
  ].join('\n'),
);
const [inet, inet6] = [2, 10];

describe('The hosts file', () => {
  it('gives the first address of a family for a name, in whatever case', () => {
    expect(lookUp(hosts, 'classroom', 'AF_INET', inet)).toBe('127.0.0.1');
    expect(lookUp(hosts, 'CLASSROOM', 'AF_INET6', inet6)).toBe('::1');
    expect(lookUp(hosts, 'server.example', 'AF_INET', inet)).toBe('10.1.2.3');
  });

  it('knows nothing of other names, comments and broken lines', () => {
    for (const name of ['nonsense', 'and', 'example', 'server.example.', '']) {
      expect(lookUp(hosts, name, 'AF_INET', inet)).toBeNull();
    }
    expect(lookUp(hosts, 'server.example', 'AF_INET6', inet6)).toBeNull();
  });

  it('need not name localhost, nor be there at all', () => {
    expect(lookUp(readHostNames('/nowhere/hosts'), 'localhost', 'AF_INET', inet)).toBe('127.0.0.1');
  });
});

describe('A name in a call', () => {
  const unknown = 'socket.gaierror: [Errno -2] Name or service not known';

  it('that the file does not hold is a gaierror, at once and without a query', () =>
    withLab(async (lab) => {
      await lab.socket('p');
      expect(await lab.raised('p', 'gethostbyname', null, 'www.example.com')).toBe(unknown);
      expect(await lab.raised('p', 'connect', 3, at(80, 'www.example.com'))).toBe(unknown);
      expect(lab.of('blocked')).toEqual([]);
      expect(lab.of('segment')).toEqual([]);
    }));

  it('may be localhost, or the name of this computer', () =>
    withLab(async (lab) => {
      await lab.socket('p');
      await lab.call('p', 'bind', 3, at(65_000, 'localhost'));
      expect(await lab.call('p', 'getsockname', 3)).toEqual(at(65_000));
      const own = hostname();
      expect(await lab.call('p', 'gethostname', null)).toBe(own);
      const known = lookUp(readHostNames(), own, 'AF_INET', inet);
      expect(known).toMatch(/^127\./);
      expect(await lab.raised('p', 'gethostbyname', null, own)).toBe(JSON.stringify(known));
    }));

  it.skipIf(noPrivateNetwork !== null)('leads nowhere beyond a private network', () =>
    withLab(async (lab) => {
      await lab.socket('p');
      expect(await lab.raised('p', 'connect', 3, at(80, '192.0.2.1'))).toBe(
        'OSError: [Errno 101] Network is unreachable',
      );
    }),
  );
});
