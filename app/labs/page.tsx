import type { Metadata } from 'next';
import { DiagnosticList } from '#components/deck/diagnostic-list.tsx';
import { labSummaryOf } from '#components/labs/lab-summary.ts';
import { LabsBoard } from '#components/labs/labs-board.tsx';
import { labLibrary } from '#lib/node/lab-library.ts';

export const metadata: Metadata = { title: 'Labs' };
export const dynamic = 'force-dynamic';

export default async function LabsPage() {
  const library = labLibrary();
  const labs = (await library.list()).map(labSummaryOf);
  return (
    <>
      <h1 className="mb-4 text-2xl font-semibold">Labs</h1>
      <LabsBoard labs={labs} />
      {(await library.faulty()).map(({ file, diagnostics, lines }) => (
        <DiagnosticList key={file} diagnostics={diagnostics} lines={lines} />
      ))}
    </>
  );
}
