import { execFile, execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sourceCommand } from '../../scripts/project/compile.mjs';
import { privateCommand, reasonVariable } from '#server/process/private-command.mjs';

const root = join(import.meta.dirname, '../..');
const fixture = 'test/server/in-network.ts';
const nobody = 65_534;

const report = z.object({
  network: z.looseObject({ kind: z.string(), reason: z.string().nullable() }).optional(),
  answers: z.array(z.string()).optional(),
  opened: z.number().optional(),
  longestRefusalMs: z.number().optional(),
});

/** What the fixture says; started as the sidecar is. */
function inNetwork(
  args: readonly (string | number)[],
  { uid, environment = {} }: { uid?: number; environment?: Record<string, string> } = {},
): Promise<z.infer<typeof report>> {
  const command = sourceCommand(fixture, args.map(String));
  const { file, args: rest, reason } = privateCommand(command, { ...process.env, ...environment });
  const env = { ...process.env, ...(reason === null ? {} : { [reasonVariable]: reason }) };
  const user = uid === undefined ? {} : { uid, gid: uid };
  return new Promise((resolve, reject) => {
    execFile(file, rest, { cwd: root, env, ...user }, (error, stdout, stderr) => {
      if (error !== null) reject(new Error(`${error.message}\n${stderr}`));
      else resolve(report.parse(JSON.parse(stdout)));
    });
  });
}

function listen(host: string): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('No port.'));
      else resolve({ server, port: address.port });
    });
  });
}

const { reason: none } = privateCommand(['true']);

describe('a command in a private network', () => {
  test('reaches no listener of the host, neither on 127.0.0.1 nor on 0.0.0.0', async ({ skip }) => {
    skip(none !== null, none ?? '');
    const loopback = await listen('127.0.0.1');
    const everywhere = await listen('0.0.0.0');
    try {
      const ports = [loopback.port, everywhere.port];
      const inside = await inNetwork(['reach', ...ports]);
      expect(inside.network?.kind).toBe('private');
      expect(inside.answers).toEqual(['ECONNREFUSED', 'ECONNREFUSED']);
      const onHost = await inNetwork(['reach', ...ports], { environment: { LAB_NETWORK: 'host' } });
      expect(onHost.network).toMatchObject({
        kind: 'host',
        reason: 'Private networks are switched off: LAB_NETWORK is `host`.',
      });
      expect(onHost.answers).toEqual(['0', '0']);
    } finally {
      loopback.server.close();
      everywhere.server.close();
    }
  });

  test('runs on a computer that is called `lab`, and leaves the name of this one alone', ({ skip }) => {
    skip(none !== null, none ?? '');
    const own = hostname();
    const { file, args } = privateCommand(['uname', '-n']);
    expect(execFileSync(file, args, { encoding: 'utf8' })).toBe('lab\n');
    expect(hostname()).toBe(own);
  });

  test('binds port 80 as root only, for that one call', async ({ skip }) => {
    skip(none !== null, none ?? '');
    const { answers } = await inNetwork(['low-ports']);
    expect(answers).toEqual(['EACCES', '0', 'EACCES']);
  });

  test('needs no privilege', async ({ skip }) => {
    skip(none !== null, none ?? '');
    const notRoot = process.getuid?.() !== 0 || !(await canBecome(nobody));
    skip(notRoot, 'Only root can try to be another user.');
    const { network, answers } = await inNetwork(['low-ports'], { uid: nobody });
    expect(network).toMatchObject({
      kind: 'private',
      sockets: { possible: true },
      capture: { possible: true },
      loss: { possible: true },
    });
    expect(answers).toEqual(['EACCES', '0', 'EACCES']);
  });

  test('gets networks without end, as each vanishes when it is closed, whatever its sockets still do', async ({
    skip,
  }) => {
    skip(none !== null, none ?? '');
    const { opened, longestRefusalMs } = await inNetwork(['churn', 4, 60]);
    expect(opened).toBe(60);
    // A refusal of a network comes at once.
    expect(longestRefusalMs).toBeLessThan(100);
  });
});

describe('a command that must do with the host network', () => {
  test('is left as it is, with the reason', () => {
    expect(privateCommand(['node', 'server.js'], { LAB_NETWORK: 'host' })).toEqual({
      file: 'node',
      args: ['server.js'],
      reason: 'Private networks are switched off: LAB_NETWORK is `host`.',
    });
  });

  test.each(['hst', 'HOST', 'private'])('is refused where LAB_NETWORK is %s', (value) => {
    expect(() => privateCommand(['node'], { LAB_NETWORK: value })).toThrow(
      `LAB_NETWORK is \`${value}\`. Set it to \`host\`, or leave it out.`,
    );
  });

  test('says that `unshare` is missing where it is', async () => {
    const script = `
      import { privateCommand } from ${JSON.stringify(join(root, 'server/process/private-command.mjs'))};
      console.log(privateCommand(['node']).reason);
    `;
    const said = await new Promise<string>((resolve, reject) => {
      const args = ['--input-type=module', '--eval', script];
      execFile(process.execPath, args, { env: { ...process.env, PATH: '/nowhere' } }, (error, stdout) => {
        if (error === null) resolve(stdout.trim());
        else reject(new Error(error.message));
      });
    });
    const missing = 'The program `unshare`, which comes with util-linux, is not installed.';
    expect(said).toBe(
      process.platform === 'linux' ? missing : 'Only Linux gives a program a network of its own.',
    );
  });
});

function canBecome(uid: number): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      execFile('true', { uid, gid: uid }, (error) => {
        resolve(error === null);
      });
    } catch {
      resolve(false);
    }
  });
}
