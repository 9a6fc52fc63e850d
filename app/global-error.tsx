'use client';

/** Stands in for the whole page, so it brings its own frame. */
export default function GlobalError({ error }: { error: Error }) {
  return (
    <html lang="en">
      <body>
        <h1>Ackademy failed</h1>
        <p>Your answers are safe: they were stored when you gave them. Reload the page.</p>
        <pre>{error.message}</pre>
      </body>
    </html>
  );
}
