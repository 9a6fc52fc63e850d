/** A deck whose reported range is marked with `⟦` and `⟧`. */
interface MarkedDeck {
  readonly text: string;
  /** `line:column+length` of the marked range. */
  readonly place: string;
}

export function readMarks(marked: string): MarkedDeck {
  const start = marked.indexOf('⟦');
  const end = marked.indexOf('⟧') - 1;
  const lines = marked.slice(0, start).split(/\r\n|\n|\r/);
  const column = (lines.at(-1) ?? '').length + 1;
  return {
    text: marked.replace(/[⟦⟧]/g, ''),
    place: `${String(lines.length)}:${String(column)}+${String(end - start)}`,
  };
}
