import { spawnSync } from 'node:child_process';

/** More than the sessions of any bench. */
const most = 4096;

/**
 * How many network namespaces the kernel counts against the user namespace of a process, those included that nothing
 * names any more and that it has not taken apart yet; `null` where it does not say.
 *
 * The kernel does not give the number, but it keeps a limit: the lowest one under which it gives another namespace is the
 * number and one. From below, no attempt before that one leaves a namespace behind. Only for a process whose user
 * namespace is its own, and that opens none meanwhile.
 */
export function networkNamespaces(pid: number): number | null {
  const limit = '/proc/sys/user/max_net_namespaces';
  const script = `
    before=$(cat ${limit}) || exit 1
    trap 'echo $before > ${limit}' EXIT
    for count in $(seq 0 ${most}); do
      echo $((count + 1)) > ${limit} || exit 1
      unshare --net true 2>&- && echo $count && exit
    done
    exit 1`;
  const { status, stdout } = spawnSync(
    'nsenter',
    ['--user', '--preserve-credentials', '--target', String(pid), 'sh', '-c', script],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return status === 0 ? Number(stdout) : null;
}
