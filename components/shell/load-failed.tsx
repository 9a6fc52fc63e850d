/** Says that a part of the page, or what it shows, did not come. */
export function LoadFailed({ what, className = '' }: { what: string; className?: string }) {
  return (
    <p role="alert" className={`text-bad ${className}`}>
      ✕ {what} could not be loaded. Check that the server runs, then reload the page.
    </p>
  );
}
