/** Where a browser is: the front writes it for the sidecar, and drops any that a browser sent. */
export const peerHeader = 'x-ackademy-peer';
/** Which student it is, where a proxy stands for many and the browser has a signed cookie: written and dropped likewise. */
export const studentHeader = 'x-ackademy-student';
