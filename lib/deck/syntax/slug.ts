/** Words that rarely distinguish questions. */
const fillers = new Set(
  'a an the is are was were be been do does did has have had can could should would will must what which who whose when where why how of to in on at for from with by and or if as it its this that these those there you your'.split(
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

/** The words of a heading. What has no space inside is one word, as `HTTP/1.1` and `don't`, so that no id ends inside it. */
function headingWords(text: string): string[] {
  return text
    .replace(/(?<=\p{L})['’](?=\p{L})/gu, '')
    .split(/[\s,;:!?()[\]{}"“”«»—–]+/)
    .map((word) => words(word).join('-'))
    .filter((word) => word !== '');
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

/** The most words of an id that is made. */
const mostWords = 5;
/** The most characters that an id may have. */
const longestId = 60;

/** The id of a card without one: up to five significant words of its heading, none of them cut, or `card`. */
export function idFromHeading(heading: string): string {
  const all = headingWords(seen(heading));
  const significant = all.filter((word) => !fillers.has(word));
  const [first = 'card', ...more] = (significant.length === 0 ? all : significant).slice(0, mostWords);
  let id = first.length <= longestId ? first : first.slice(0, longestId).replace(/-[^-]*$/, '');
  for (const word of more) {
    if (id.length + 1 + word.length > maxSlugLength) break;
    id += `-${word}`;
  }
  return id;
}

/** The first of `name`, `name-2`, `name-3` … that is not taken. */
export function firstFree(name: string, taken: ReadonlySet<string | null>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name}-${String(n)}`;
  return candidate;
}
