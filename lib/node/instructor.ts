/** The front writes it for a browser on the server's own computer, and drops any that a browser sent. */
export const instructorHeader = 'x-ackademy-instructor';

/** Whether what only instructors need may be shown: who sits at the server can edit its files. */
export function isInstructor(headers: Pick<Headers, 'get'>): boolean {
  return headers.get(instructorHeader) === '1';
}
