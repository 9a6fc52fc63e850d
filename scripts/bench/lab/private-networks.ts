/** Makes a private network whenever it is sent a message, and answers with the µs that it took. Nothing else. */
import { NetworkNamespace } from '#server/kernel/network/namespace.ts';
import { linux } from '#server/kernel/system/linux.ts';

process.on('message', () => {
  if (linux === null) throw new Error('only Linux has private networks');
  const beganMs = performance.now();
  const created = NetworkNamespace.create(linux);
  const micros = (performance.now() - beganMs) * 1000;
  if (!created.ok) throw new Error(created.error.message);
  created.value.close();
  process.send?.(micros);
});
process.once('disconnect', () => process.exit(0));
console.log('ready');
