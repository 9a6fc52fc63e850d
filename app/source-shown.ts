import { cookies, headers } from 'next/headers';
import { showsSource, sourceCookie } from '#components/data/source-place.ts';

/** Whether this request's page says where cards are written. */
export async function isSourceShown(): Promise<boolean> {
  const asked = await headers();
  return showsSource(
    [asked.get('host'), asked.get('x-forwarded-host')],
    (await cookies()).get(sourceCookie)?.value,
  );
}
