/** Ends of a connection that the sidecar says nothing of: what happened, and what the student can do. */
export const silentEnds = {
  CONNECTION_LOST: {
    happened: 'The connection to the lab was lost.',
    todo: 'Nothing to do: the page connects again by itself, and what happened before stays.',
  },
  SITE_UNREACHABLE: {
    happened: 'The site does not answer.',
    todo: 'See that the site runs (`npm start`) and that this computer is online; the page connects again by itself.',
  },
  LAB_AWAY: {
    happened: 'The lab is not running at the moment.',
    todo: 'Wait a moment: it is started again, and the page connects by itself.',
  },
  CONNECTION_REFUSED: {
    happened: 'The lab takes no further connection at the moment.',
    todo: 'Close a lab in another tab, or wait; the page tries again by itself.',
  },
  FRAME_UNKNOWN: {
    happened: 'The lab sent something that this page does not understand.',
    todo: 'Load the page again.',
  },
} as const;
