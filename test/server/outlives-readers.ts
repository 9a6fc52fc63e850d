import { outliveReaders } from '#server/process/log.ts';

/** A process for tests: says that it is ready; when its input ends, writes what nobody reads, and ends. */
outliveReaders();
process.stdin.once('end', () => {
  process.stderr.write('nobody reads this');
  // By now a failure to write would have ended the process.
  process.stderr.once('close', () => process.exit(0));
});
process.stdin.resume();
process.stdout.write('ready');
