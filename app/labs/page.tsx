import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { DiagnosticList } from '#components/deck/diagnostic-list.tsx';
import { labSummaryOf } from '#components/labs/lab-summary.ts';
import { LabsBoard } from '#components/labs/labs-board.tsx';
import { isInstructor } from '#lib/node/instructor.ts';
import { labLibrary } from '#lib/node/lab-library.ts';

export const metadata: Metadata = { title: 'Labs' };
export const dynamic = 'force-dynamic';

export default async function LabsPage() {
  const library = labLibrary();
  const faulty = isInstructor(await headers()) ? await library.faulty() : [];
  const labs = (await library.list()).map(labSummaryOf);
  return (
    <>
      <h1 className="mb-4 text-2xl font-semibold">Labs</h1>
      <LabsBoard labs={labs} />
      {faulty.map(({ file, diagnostics, lines }) => (
        <DiagnosticList key={file} diagnostics={diagnostics} lines={lines} />
      ))}
    </>
  );
}
