'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import type { ComponentProps, MouseEvent } from 'react';

/**
 * A link to another page of the site that keeps this page's review log in memory. Does what `next/link` does on a plain
 * click, without fetching pages ahead: 5 kB less on every page.
 */
export function SoftLink<T extends string>({
  href,
  ...rest
}: Omit<ComponentProps<'a'>, 'href' | 'onClick'> & { href: Route<T> }) {
  const router = useRouter();
  function go(event: MouseEvent<HTMLAnchorElement>) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.push(href);
  }
  return <a href={href} onClick={go} {...rest} />;
}
