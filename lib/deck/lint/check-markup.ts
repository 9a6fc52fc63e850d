import type { Code, Heading, Image, Link, Nodes as Node, PhrasingContent, Html as RawHtml } from 'mdast';
import { loneBacktick } from '#lib/deck/lint/lone-backtick.ts';
import { imageSource, type ImageUse, linkTarget } from '#lib/deck/markdown/addresses.ts';
import { misspeltLanguage } from '#lib/deck/markdown/code.ts';
import { type Markup, nodeRange } from '#lib/deck/markdown/parse.ts';
import { isComment } from '#lib/deck/markdown/phrase.ts';
import { splitAtBlanks } from '#lib/deck/markdown/placeholders.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** What a look at every node of a card finds. */
export interface MarkupCheck {
  readonly findings: Finding[];
  readonly images: ImageUse[];
  /** Numbers of the blanks that stand where they can be shown. */
  readonly blanksSeen: Set<number>;
}

function checkImage(node: Image, base: number, check: MarkupCheck): void {
  const range = nodeRange(node, base);
  const source = imageSource(node.url);
  if ('problem' in source) check.findings.push(finding(source.problem, range));
  else check.images.push({ ...range, path: source.path });
  if ((node.alt ?? '').trim() === '') check.findings.push(finding('IMAGE_ALT_EMPTY', range));
}

function checkLink(node: Link, base: number, check: MarkupCheck): void {
  const target = linkTarget(node.url);
  if (target === 'unsafe') check.findings.push(finding('LINK_UNSAFE', nodeRange(node, base)));
  else if (target === 'relative') check.findings.push(finding('LINK_RELATIVE', nodeRange(node, base)));
}

function checkHeading(node: Heading, base: number, source: string, check: MarkupCheck): void {
  const range = nodeRange(node, base);
  // A heading that does not begin with `#` has its mark in the line below.
  if (source.charAt(range.start) !== '#') check.findings.push(finding('HEADING_BY_ACCIDENT', range));
}

function checkBackticks(
  { children }: { readonly children: readonly PhrasingContent[] },
  base: number,
  source: string,
  check: MarkupCheck,
): void {
  const found = loneBacktick(children, base, source);
  if (found !== null) check.findings.push(found);
}

/** A comment that is shown, for it has no end or begins with other signs. */
function checkComment(node: Node, base: number, source: string, check: MarkupCheck): void {
  const { start, end } = nodeRange(node, base);
  const text = source.slice(start, end);
  if (!text.includes('<')) return;
  const [opening] = text.matchAll(/(?<!\\)<!--/g);
  const at = start + (opening?.index ?? 0);
  if (opening !== undefined) check.findings.push(finding('COMMENT_UNCLOSED', { start: at, end: at + 4 }));
  const [malformed] = text.matchAll(/(?<!\\)<[ \t]?![ \t]?(?:[–—-]{1,3})[ \t][^<>]*[–—-]>/g);
  if (opening !== undefined || malformed === undefined) return;
  const from = start + malformed.index;
  check.findings.push(
    finding(
      'COMMENT_MALFORMED',
      { start: from, end: from + malformed[0].length },
      undefined,
      'write it as `<!-- … -->`, with two hyphens at both ends',
    ),
  );
}

const brokenLinks: readonly (readonly [pattern: RegExp, message: string, help: string])[] = [
  [
    /!?\[[^\][\n]*\]\([^()\s"']+[ \t][^()\n"']*\)/,
    'a space stands in this address, so it is no link and no image',
    'write `%20` for the space',
  ],
  [
    /\[[^\][\n]*\][ \t]+\((?:https?:|mailto:|www\.|[^()\s]+\.(?:png|jpe?g|svg|gif|webp|avif)\))/,
    'a space stands before this address, so it is no link and no image',
    'put the bracket right behind the other',
  ],
  [
    /\([^()\n]*\)\[(?:https?:|mailto:|www\.)[^\][\n]*\]/,
    'the brackets of this link are the wrong way round',
    'write `[text](https://…)`',
  ],
];

/** What was likely meant as a link or an image, and is shown as it stands. */
function checkBrokenLink(node: Node, base: number, source: string, check: MarkupCheck): void {
  const { start, end } = nodeRange(node, base);
  const text = source.slice(start, end);
  if (!text.includes(']')) return;
  if (!text.includes('](') && !/\][ \t]+\(|\)\[/.test(text)) return;
  for (const [pattern, message, help] of brokenLinks) {
    const match = pattern.exec(text);
    if (match === null || text.charAt(match.index - 1) === '\\') continue;
    const range = { start: start + match.index, end: start + match.index + match[0].length };
    check.findings.push(finding('LINK_BROKEN', range, message, help));
    return;
  }
}

function checkHtml(node: RawHtml, base: number, check: MarkupCheck): void {
  if (!isComment(node.value)) check.findings.push(finding('HTML_SHOWN', nodeRange(node, base)));
}

/** The language of a code block, as it is written behind the back-ticks. */
function checkLanguage(node: Code, base: number, source: string, check: MarkupCheck): void {
  const lang = node.lang ?? '';
  // Too many languages with short names are near one that is known.
  const near = lang.length < 5 ? null : misspeltLanguage(lang);
  const at = source.indexOf(lang, nodeRange(node, base).start);
  if (near === null || at === -1) return;
  const message = `\`${lang}\` is not a known language, so the code is shown plain`;
  check.findings.push(
    finding('FENCE_LANG', { start: at, end: at + lang.length }, message, `write \`${near}\``),
  );
}

/**
 * @param source the card, with blanks and comments replaced by as many other characters
 * @param mark what the placeholders of blanks begin with
 */
export function checkMarkup(markup: Markup, source: string, mark: string | null, check: MarkupCheck): void {
  const visit = (node: Node): void => {
    switch (node.type) {
      case 'image':
        checkImage(node, markup.base, check);
        break;
      case 'link':
        checkLink(node, markup.base, check);
        break;
      case 'heading':
        checkHeading(node, markup.base, source, check);
        checkBackticks(node, markup.base, source, check);
        break;
      case 'paragraph':
      case 'tableCell':
        checkBackticks(node, markup.base, source, check);
        break;
      case 'html':
        checkHtml(node, markup.base, check);
        break;
      case 'text':
      case 'inlineCode':
      case 'code':
        if (node.type === 'text') {
          checkComment(node, markup.base, source, check);
          checkBrokenLink(node, markup.base, source, check);
        }
        if (node.type === 'code') checkLanguage(node, markup.base, source, check);
        for (const piece of splitAtBlanks(node.value, mark))
          if (typeof piece === 'number') check.blanksSeen.add(piece);
        break;
      default:
        // Every other kind of node has nothing of its own to check.
        break;
    }
    if ('children' in node) node.children.forEach(visit);
  };
  markup.nodes.forEach(visit);
}
