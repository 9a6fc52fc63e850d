import type { Metadata } from 'next';
import { ErrorReader } from '#components/errors/error-reader.tsx';
import { ErrorTable } from '#components/errors/error-table.tsx';

export const metadata: Metadata = { title: 'Errors of sockets' };

export default async function ErrorsPage({ searchParams }: PageProps<'/errors'>) {
  const { error } = await searchParams;
  const initial = typeof error === 'string' ? error : '';
  return (
    <>
      <h1 className="mb-4 text-2xl font-semibold">Errors of sockets</h1>
      <ErrorReader key={initial} initial={initial} />
      <ErrorTable />
    </>
  );
}
