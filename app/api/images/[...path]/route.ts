import { deckLibrary } from '#lib/node/deck-library.ts';

/** An image of a deck. */
export async function GET(
  _request: Request,
  { params }: RouteContext<'/api/images/[...path]'>,
): Promise<Response> {
  const image = await deckLibrary().image((await params).path.join('/'));
  if (!image)
    return new Response('There is no such image.', { status: 404, headers: { 'Cache-Control': 'no-store' } });
  return new Response(image.bytes, {
    headers: {
      'Content-Type': image.type,
      'Cache-Control': 'private, no-cache',
    },
  });
}
