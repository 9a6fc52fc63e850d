import { createLabKernel } from '#server/kernel/create-lab-kernel.ts';
import { platformOf } from '#server/kernel/system/platform.ts';
import { reasonVariable } from '#server/process/private-command.mjs';
import { type CommandIo, count, type Output, paintFor, print } from '../command/output.ts';
import { parseArguments } from './arguments.ts';
import { printDiagnostic, printFailure, printTotals, type RunReport } from './print-run.ts';
import { readLabFile } from './read-lab-file.ts';
import { runRightOrder } from './run-right-order.ts';
import { runScript, type ScriptResult } from './run-script.ts';

export const runUsage = `Usage: npm run lab -- run [--json] [FILE…]

Runs every lab script on the real kernel, each in a session of its own, and says where the kernel does something else. Of a
deck it runs the orders that are lab calls, too, and says at which step the right order fails.
  --json   print { network, passed, failed, skipped, errors, warnings, files } instead
Exit codes: 0 every expectation is met, 1 one is not, or no script could be run to its end, 2 arguments not
understood. What this host cannot show is skipped, and listed with the reason.`;

/** `npm run lab -- run` */
export async function run(
  args: string[],
  { stdout, stderr, env }: CommandIo,
  signal: AbortSignal,
): Promise<number> {
  const { files, json } = parseArguments(args, env);
  const paint = paintFor(stdout, env);
  const reason = env[reasonVariable] ?? null;
  if (platformOf(process.platform) === null) {
    print(
      stderr,
      `lab: scripts run on Linux and macOS, not on ${process.platform}; \`check\` works everywhere`,
    );
    return 1;
  }
  const kernel = createLabKernel({ hostReason: reason });
  const report: RunReport = {
    network: { kind: 'none', reason },
    passed: 0,
    failed: 0,
    skipped: 0,
    errors: 0,
    warnings: 0,
    files: [],
  };
  try {
    for (const named of files) {
      if (signal.aborted) break;
      const { file, text, scripts, orders, diagnostics } = readLabFile(named);
      const results: ScriptResult[] = [];
      for (const script of scripts) {
        if (text === null || script.isBroken || script.steps.length === 0 || signal.aborted) continue;
        results.push(await runScript(kernel, { file, text }, script, signal));
      }
      const ofOrders: ScriptResult[] = [];
      for (const order of orders) {
        if (text === null || signal.aborted) continue;
        ofOrders.push(await runRightOrder(kernel, { file, text }, order, signal));
      }
      if (signal.aborted) break;
      const all = [...results, ...ofOrders].sort((a, b) => a.line - b.line);
      if (all.length === 0 && diagnostics.length === 0) continue;
      addTo(report, { file, diagnostics, scripts: results, orders: ofOrders });
      if (json) continue;
      for (const diagnostic of diagnostics) printDiagnostic(diagnostic, text, stdout, paint);
      for (const result of all)
        if (result.failure !== null) printFailure(result, result.failure, text ?? '', stdout, paint);
      printTotals(file, all, stdout, paint);
    }
  } finally {
    await kernel.close();
  }
  if (signal.aborted) return 1;
  if (json) print(stdout, JSON.stringify(report, null, 2));
  else printSummary(report, stdout);
  const hasProven = report.passed > 0 && report.failed === 0 && report.errors === 0;
  return hasProven ? 0 : 1;
}

function addTo(report: RunReport, file: RunReport['files'][number]): void {
  report.files.push(file);
  for (const { result, network } of [...file.scripts, ...file.orders]) {
    report[result]++;
    report.network.kind = network ?? report.network.kind;
  }
  for (const { severity } of file.diagnostics) report[severity === 'error' ? 'errors' : 'warnings']++;
}

function printSummary(report: RunReport, stdout: Output): void {
  const { network, passed, failed, skipped, errors } = report;
  if (passed + failed + skipped === 0) print(stdout, 'there is no lab script that could be run');
  else if (passed + failed === 0) print(stdout, 'NOTHING WAS PROVEN: no script could be run to its end here');
  if (network.kind === 'host')
    print(stdout, `On the network of this computer: ${network.reason ?? 'no reason is known'}`);
  const skips = report.files.flatMap(({ scripts, orders }) =>
    [...scripts, ...orders].flatMap((one) => one.skips),
  ).length;
  print(
    stdout,
    [
      `${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`,
      ...(skips > 0 ? [`${count(skips, 'expectation')} not shown here`] : []),
      ...(errors > 0 ? [`${count(errors, 'error')} in scripts`] : []),
    ].join('; '),
  );
}
