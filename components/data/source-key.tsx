'use client';

import { useRouter } from 'next/navigation';
import { rememberSource } from '#components/data/source-place.ts';
import { useKeys } from '#components/ui/keys.tsx';

/** E on a page that the server makes: it comes again with the places of its cards. */
export function SourceKey() {
  const router = useRouter();
  useKeys({
    e: () => {
      rememberSource();
      router.refresh();
    },
  });
  return null;
}
