import { SoftLink } from '#components/ui/soft-link.tsx';

export default function NotFound() {
  return (
    <section data-missing className="panel mx-auto max-w-2xl p-7 sm:p-9">
      <h1 className="text-2xl font-semibold">There is no such page</h1>
      <p className="mt-2 text-soft">The address may be mistyped, or the deck was renamed or removed.</p>
      <SoftLink href="/" className="button button-strong mt-6">
        Today
      </SoftLink>
    </section>
  );
}
