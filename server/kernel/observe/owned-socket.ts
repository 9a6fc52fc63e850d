/** A socket that a program of the session has a descriptor of. */
export interface OwnedSocket {
  readonly program: string;
  /** The number the program knows. */
  readonly fd: number;
  /** The sidecar's own descriptor. */
  readonly realFd: number;
  readonly inode: number;
  readonly family: 'AF_INET' | 'AF_INET6';
  readonly type: 'SOCK_STREAM' | 'SOCK_DGRAM';
}
