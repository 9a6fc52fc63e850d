import type { NextRequest } from 'next/server';
import { labLibrary } from '#lib/node/lab-library.ts';

/** A guided lab. `?v=` names the version the page was painted with: that one may be kept for good. */
export async function GET(
  request: NextRequest,
  { params }: RouteContext<'/api/labs/[lab]'>,
): Promise<Response> {
  const found = await labLibrary().find((await params).lab);
  if (!found)
    return Response.json(
      { error: 'There is no lab of this name.' },
      { status: 404, headers: { 'Cache-Control': 'no-store' } },
    );
  const asked = request.nextUrl.searchParams.get('v');
  return Response.json(found.guide, {
    headers: {
      'Cache-Control': asked === found.version ? 'private, max-age=31536000, immutable' : 'no-store',
    },
  });
}
