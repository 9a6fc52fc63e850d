/** One card of each kind in turn; every card differs from every other. */
const cardTemplates: readonly ((n: number) => string)[] = [
  (n) =>
    `## What does call ${n} do?  <!-- id: basic-${n}; both; topics: 3, 8 -->\nGives socket ${n} a local **address and port**, see \`bind()\`.\n\n**Why:** without it the kernel picks a port.\n`,
  (n) =>
    `## Which call makes socket ${n} passive?  <!-- id: typed-${n} -->\n**Answer:** \`listen(${n})\`\n\n**Also accept:** \`listen\` | \`s.listen()\`\n\n**Not:** \`accept()\` — it waits for a client.\n`,
  (n) =>
    `## Which of these can block socket ${n}?  <!-- id: choice-${n} -->\n- [x] \`accept()\` — waits for a connection\n- [ ] \`bind()\` — returns at once\n- [ ] \`listen(${n})\` — returns at once too\n`,
  (n) =>
    `## Put the calls of server ${n} in order  <!-- id: order-${n}; order -->\n1. \`socket()\`\n2. \`bind()\`\n3. \`listen(${n})\`\n4. \`accept()\`\n\n**Free:** \`setsockopt()\` after 1 before 2\n`,
  (n) =>
    `## Match error ${n} to its cause  <!-- id: match-${n}; match -->\n| Error | Cause |\n|---|---|\n| \`ConnectionRefusedError\` | nothing listens on port ${n} |\n| \`TimeoutError\` | nobody answers |\n`,
  (n) =>
    `## Handshake ${n}  <!-- id: cloze-${n} -->\nThe server answers {{SYN ${n}|syn}} with {{SYN-ACK::two flags}}; after the {{1::ACK}} both ends are {{1::ESTABLISHED}}.\n`,
  (n) =>
    `## Fill in server ${n}  <!-- id: code-${n} -->\n\`\`\`python\ns = socket({{AF_INET}}, SOCK_STREAM)\ns.{{bind}}(('127.0.0.1', ${n}))\n\`\`\`\n`,
  (n) =>
    `## What is number ${n} about?  <!-- id: plain-${n} -->\nA plain paragraph of a few words on sockets and ports.\n\n- one item\n- another [link](https://example.org/${n})\n`,
];

/** A valid deck of so many cards. */
export function generatedDeck(cards: number): string {
  const parts = ['---\ndeck: generated\ntitle: Generated\nlang: python\n---\n\n# Generated\n'];
  for (let n = 0; n < cards; n++) parts.push(cardTemplates[n % cardTemplates.length]?.(n) ?? '');
  return parts.join('\n');
}
