/** Where a browser is: the front writes it for the sidecar, and takes away any that a browser sent. */
export const peerHeader = 'x-ackademy-peer';
