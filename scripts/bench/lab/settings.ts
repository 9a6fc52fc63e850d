/** How much a bench does. */
export interface LabSettings {
  /** Of exchanges in turn. */
  readonly rounds: number;
  readonly warmUps: number;
  readonly exchanges: number;
  readonly echoes: number;
  readonly openings: number;
  /** At once, each with an echo a second. */
  readonly manySessions: number;
  readonly manySeconds: number;
  /** Opened and closed. */
  readonly passingSessions: number;
  readonly stillSessions: number;
  readonly stillSeconds: number;
  /** Of each number of hostile sessions. */
  readonly fairSeconds: number;
}

export const thorough: LabSettings = {
  rounds: 15,
  warmUps: 5,
  exchanges: 1500,
  echoes: 400,
  openings: 300,
  manySessions: 300,
  manySeconds: 30,
  passingSessions: 1000,
  stillSessions: 100,
  stillSeconds: 10,
  fairSeconds: 30,
};

/** To see within a minute whether a change helps. */
export const short: LabSettings = {
  rounds: 7,
  warmUps: 3,
  exchanges: 1000,
  echoes: 200,
  openings: 50,
  manySessions: 300,
  manySeconds: 8,
  passingSessions: 100,
  stillSessions: 100,
  stillSeconds: 5,
  fairSeconds: 10,
};
