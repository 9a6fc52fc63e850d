/** Where a browser is: the front writes it for the sidecar, and drops any that a browser sent. */
export const peerHeader = 'x-ackademy-peer';
