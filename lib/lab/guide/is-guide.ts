/** Whether a Markdown file is a guided lab: it stands in a folder `labs`, or its front matter names a lab. */
export function isGuide(text: string, file: string): boolean {
  return (
    /(?:^|[/\\])labs[/\\][^/\\]+$/.test(file) ||
    /^\ufeff?---[ \t]*\r?\n(?:(?!---).*\r?\n)*?lab[ \t]*:/.test(text)
  );
}
