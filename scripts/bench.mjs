import { readdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { ensureBrowser } from './project/browser.mjs';
import ensureBuilt from './project/build.mjs';
import { importCompiled, sourceCommand } from './project/compile.mjs';
import { ensureInstalled } from './project/install.mjs';
import { fail, root, run } from './project/run.mjs';

/** Every file of `scripts/bench/` is a bench. */
async function benchNames() {
  const files = await readdir(join(root, 'scripts/bench'));
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'))
    .sort();
}

await ensureInstalled();
const known = await benchNames();
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !known.includes(name));
if (unknown !== undefined) fail(`There is no bench “${unknown}”.\nChoose from: ${known.join(', ')}.`);
await ensureBrowser();
await ensureBuilt();

const { figureTable, meetsGoal } = await importCompiled('scripts/bench/report/figure.ts');

const figures = [];
const crashed = [];
// One after another: two that run at once would measure each other.
for (const name of wanted.length > 0 ? wanted : known) {
  process.stdout.write(`Measuring ${name} …\n`);
  const { ok, output } = await run(
    process.execPath,
    sourceCommand(`scripts/bench/${name}.ts`, ['--json']).slice(1),
  );
  // A table of the README is printed as it is there.
  const table = output.split('\n').filter((line) => line.startsWith('|'));
  if (table.length > 0) process.stdout.write(`\n${table.join('\n')}\n\n`);
  const json = output.split('\n').findLast((line) => line.startsWith('['));
  if (ok && json !== undefined) figures.push(...JSON.parse(json));
  else {
    crashed.push(name);
    process.stderr.write(`${output}\nThe bench “${name}” ended before it had its figures.\n`);
  }
}

const missed = figures.filter((figure) => meetsGoal(figure) === false).length;
const cpu = cpus();
process.stdout.write(`\n${figureTable(figures)}\n\n`);
process.stdout.write(
  `Node.js ${process.versions.node}, ${cpu[0]?.model ?? 'unknown processor'}, ${cpu.length} processors\n`,
);
process.stdout.write(`${figures.length} figures, ${missed} over their goal\n`);
process.exitCode = crashed.length > 0 ? 1 : 0;
