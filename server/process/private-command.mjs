import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Carries `reason` to the process that runs on the host's network. */
export const reasonVariable = 'ACKADEMY_HOST_NETWORK_REASON';

/** Longer than a loaded machine needs, and short enough to wait for at start. */
const probeMs = 3_000;
const unshare = ['--user', '--map-root-user', '--net', '--uts', '--'];
/** What programs of the lab find as the name of their computer, instead of the name of this one. */
const hostName = 'lab';
/** In a UTS namespace of its own this names nothing else. Where neither way works, the name of this one stays. */
const named = [
  'sh',
  '-c',
  `{ hostname ${hostName} || echo ${hostName} >/proc/sys/kernel/hostname; } 2>/dev/null; exec "$0" "$@"`,
];

/** @type {string | null | undefined} what the probe found; it does not change while this process runs. */
let found;

/**
 * A command that starts `argv` in a user namespace, an empty network namespace and a UTS namespace of its own, which needs
 * no privilege. The host is called `lab` there.
 * Where that cannot be had, the command as it is, and why in one sentence, to be handed on in `reasonVariable`.
 * Throws where `LAB_NETWORK` has a value that is not known.
 *
 * @param {readonly string[]} argv
 * @param {Readonly<Record<string, string | undefined>>} [environment]
 * @returns {{ file: string, args: string[], reason: string | null }}
 */
export function privateCommand(argv, environment = process.env) {
  const [file = '', ...args] = argv;
  const reason = whyNot(environment);
  if (reason !== null) return { file, args, reason };
  return { file: 'unshare', args: [...unshare, ...named, file, ...args], reason: null };
}

/** @param {Readonly<Record<string, string | undefined>>} environment */
function whyNot(environment) {
  const { LAB_NETWORK: wanted = '' } = environment;
  if (wanted === 'host') return 'Private networks are switched off: LAB_NETWORK is `host`.';
  if (wanted !== '') throw new Error(`LAB_NETWORK is \`${wanted}\`. Set it to \`host\`, or leave it out.`);
  if (process.platform !== 'linux') return 'Only Linux gives a program a network of its own.';
  if (found === undefined) found = probe();
  return found;
}

/** Does it once; `null` when it worked. */
function probe() {
  const { error, status, stderr } = spawnSync('unshare', [...unshare, ...named, 'true'], {
    encoding: 'utf8',
    timeout: probeMs,
  });
  if (error === undefined && status === 0) return null;
  if (error !== undefined && 'code' in error && error.code === 'ENOENT')
    return 'The program `unshare`, which comes with util-linux, is not installed.';
  for (const [setting, forbidding, means] of settings)
    if (read(setting) === forbidding)
      return `User namespaces, which private networks need, are ${means} (${setting} is ${forbidding}).`;
  const said =
    (stderr ?? '').trim().split('\n').at(-1) || error?.message || `it ended with ${String(status)}`;
  return `This system does not give a program a network of its own (${said}).`;
}

/** @type {readonly (readonly [setting: string, forbidding: string, means: string])[]} */
const settings = [
  ['user.max_user_namespaces', '0', 'switched off'],
  ['user.max_net_namespaces', '0', 'of no use, as network namespaces are switched off'],
  ['kernel.unprivileged_userns_clone', '0', 'reserved for root'],
  ['kernel.apparmor_restrict_unprivileged_userns', '1', 'restricted by AppArmor'],
];

/** @param {string} setting */
function read(setting) {
  try {
    return readFileSync(`/proc/sys/${setting.replaceAll('.', '/')}`, 'utf8').trim();
  } catch {
    return null;
  }
}
