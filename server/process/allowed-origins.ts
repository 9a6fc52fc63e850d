/** A host and perhaps a port, and nothing that would make it another part of an address. */
const hostPattern = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** The origins under which the site is served. */
export class AllowedOrigins {
  readonly #origins: ReadonlySet<string>;
  readonly #schemes: ReadonlySet<string>;

  /** Each as a browser writes it: scheme, host, and the port where it is not the scheme's own. */
  constructor(origins: readonly string[]) {
    this.#origins = new Set(origins);
    this.#schemes = new Set(origins.map((origin) => new URL(origin).protocol));
  }

  /** Whether a `Host` is that of an allowed origin: a page whose name was made to point here names another. */
  hasHost(host: string): boolean {
    return [...this.#schemes].some((scheme) => this.#has(scheme, host));
  }

  /** Whether both headers belong to one allowed origin. Browsers do not let a page choose its `Origin`. */
  hasPair(origin: string, host: string): boolean {
    if (!this.#origins.has(origin)) return false;
    return originOf(new URL(origin).protocol, host) === origin;
  }

  #has(scheme: string, host: string): boolean {
    const origin = originOf(scheme, host);
    return origin !== null && this.#origins.has(origin);
  }
}

function originOf(scheme: string, host: string): string | null {
  const text = `${scheme}//${host}`;
  return hostPattern.test(host) && URL.canParse(text) ? new URL(text).origin : null;
}
