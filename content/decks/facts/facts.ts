import { addressesFacts } from './addresses.ts';
import { clientFacts } from './client.ts';
import { closingFacts } from './closing.ts';
import { errorsFacts } from './errors.ts';
import type { Fact } from './fact.ts';
import { namingFacts } from './naming.ts';
import { networkFacts } from './network.ts';
import { reliabilityFacts } from './reliability.ts';
import { serverFacts } from './server.ts';
import { socketsFacts } from './sockets.ts';
import { transferFacts } from './transfer.ts';
import { waitingFacts } from './waiting.ts';

/** Every claim of the course deck that a snippet of Python shows, chapter by chapter. */
export const facts: readonly Fact[] = [
  ...namingFacts,
  ...addressesFacts,
  ...socketsFacts,
  ...serverFacts,
  ...clientFacts,
  ...transferFacts,
  ...closingFacts,
  ...waitingFacts,
  ...errorsFacts,
  ...networkFacts,
  ...reliabilityFacts,
];
