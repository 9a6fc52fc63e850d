/** What a response is, which decides what it may do in a browser. */
export type Content =
  /** HTML of the site: runs the scripts that have its nonce, and no others. */
  | { readonly kind: 'page'; readonly nonce: string; readonly isReloading: boolean }
  /** A file of the site. A worker takes its policy from the file that it is made of. */
  | { readonly kind: 'file' }
  /** An image of a deck. The sandbox keeps a script in an SVG from running when it is opened by itself. */
  | { readonly kind: 'image' }
  /** Data, or a sentence about what went wrong. */
  | { readonly kind: 'data' };

export type HeaderFields = Readonly<Record<string, string>>;

const nowhere = ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];

function policyOf(content: Content): readonly string[] {
  switch (content.kind) {
    case 'page':
      return [
        "default-src 'self'",
        `script-src 'self' 'nonce-${content.nonce}' 'strict-dynamic'${content.isReloading ? " 'unsafe-eval'" : ''}`,
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        `connect-src 'self'${content.isReloading ? ' ws:' : ''}`,
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ];
    case 'file':
      return ["default-src 'self'", "style-src 'self' 'unsafe-inline'", "object-src 'none'", ...nowhere];
    case 'image':
      return ["default-src 'none'", "style-src 'unsafe-inline'", ...nowhere, 'sandbox'];
    case 'data':
      return ["default-src 'none'", ...nowhere];
  }
}

/** Nothing of the site needs them, so nothing that gets into it has them. */
const unused = ['camera', 'display-capture', 'geolocation', 'microphone', 'midi', 'payment', 'usb'];

const always: HeaderFields = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': unused.map((feature) => `${feature}=()`).join(', '),
};

/** A year. */
const onlyOverTls = { 'Strict-Transport-Security': 'max-age=31536000' };

/** The headers of every response, in this one place. The route that answers sets how long it may be cached. */
export function responseHeaders(content: Content, { isSecure }: { isSecure: boolean }): HeaderFields {
  return {
    'Content-Security-Policy': policyOf(content).join('; '),
    ...always,
    ...(isSecure ? onlyOverTls : {}),
  };
}

/** A whole response for a connection that is no longer the HTTP server's; it ends the connection. */
export function refusalText(status: string, body: string, extra: HeaderFields = {}): string {
  const headers = {
    ...responseHeaders({ kind: 'data' }, { isSecure: false }),
    'Cache-Control': 'no-store',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
    ...extra,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`;
}
