import { cookies, headers } from 'next/headers';
import { showsSource, sourceCookie } from '#components/data/source-place.ts';
import { isInstructor } from '#lib/node/instructor.ts';

/** Whether this request's page says where cards are written. */
export async function isSourceShown(): Promise<boolean> {
  return showsSource(isInstructor(await headers()), (await cookies()).get(sourceCookie)?.value);
}
