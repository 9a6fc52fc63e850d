/** `npm run deck -- check|fix|list|topics|answers`: see `docs/deck-format.md`. */
import { main } from './deck/main.ts';

// The reader of the output, such as `head`, has had enough.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

process.exitCode = main(process.argv.slice(2), process);
