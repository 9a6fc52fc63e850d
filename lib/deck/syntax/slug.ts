/** Words that rarely distinguish questions. */
const fillers = new Set(
  'a an the is are was be do does did can could should what which who when where why how of to in on at for from with by and or it its this that you your'.split(
    ' ',
  ),
);

const maxSlugLength = 40;

/** Letters that are not another letter with an accent. */
const letters = new Map(
  Object.entries({ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }),
);

/** The text without what readers never see: the addresses of links and images, and the names of entities. */
function seen(text: string): string {
  return text.replace(/(\])\([^()\s]*\)|&(?:#\w+|\w+);/g, '$1 ');
}

function words(text: string): string[] {
  // NFKD separates accents from letters; the characters outside ASCII that remain separate words.
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => letters.get(letter) ?? letter);
  return plain.match(/[a-z0-9]+/g) ?? [];
}

function join(parts: readonly string[]): string {
  let slug = '';
  for (const part of parts) {
    const longer = slug === '' ? part.slice(0, maxSlugLength) : `${slug}-${part}`;
    if (longer.length > maxSlugLength) break;
    slug = longer;
  }
  return slug;
}

/** Text to `lowercase-words-with-hyphens`, at most 40 characters; may be empty. */
export function slug(text: string): string {
  return join(words(text));
}

/** The id of a card without one: up to four significant words of its heading, or `card`. */
export function idFromHeading(heading: string): string {
  const all = words(seen(heading));
  const significant = all.filter((word) => !fillers.has(word));
  return join((significant.length === 0 ? all : significant).slice(0, 4)) || 'card';
}

/** The first of `name`, `name-2`, `name-3` … that is not taken. */
export function firstFree(name: string, taken: ReadonlySet<string | null>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name}-${String(n)}`;
  return candidate;
}
