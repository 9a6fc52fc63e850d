import type { RenderContext } from '#lib/deck/html-handlers.ts';

/** Labs speak Python, and show no images. */
export const guideRenderContext: RenderContext = {
  codeLang: 'python',
  imageUrl: encodeURI,
  imageSize: () => null,
};
