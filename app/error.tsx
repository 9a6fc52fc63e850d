'use client';

export default function PageError({ error }: { error: Error }) {
  return (
    <section role="alert" className="panel mx-auto max-w-2xl p-7 sm:p-9">
      <h1 className="text-2xl font-semibold">This page failed</h1>
      <p className="mt-2 text-soft">
        Your answers are safe: they were stored when you gave them. Check that the server runs, then reload
        the page.
      </p>
      <p className="mt-2 font-mono text-sm break-words text-bad">{error.message}</p>
      <button type="button" className="button button-strong mt-6" onClick={() => location.reload()}>
        Reload the page
      </button>
    </section>
  );
}
