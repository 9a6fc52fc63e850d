import { describe, expect, it } from 'vitest';
import type { Prompt } from '#lib/cards/prompt.ts';
import { createDeckReader, readDeck } from '#lib/deck/deck-reader.ts';

const front = '---\ndeck: d\ntitle: D\n---\n';
const script = '```lab\nserver> s = socket()  # {{no blank}}\nserver> s.accept()\nraises EINVAL\n```\n';
const file = 'd.md';

function prompts(card: string): readonly Prompt[] {
  const { deck, diagnostics } = readDeck(`${front}${card}`, { file });
  expect(diagnostics).toEqual([]);
  return deck.prompts;
}

describe('a card with a lab script', () => {
  it('shows everything but the script, which can be run', () => {
    const [prompt] = prompts(`## Q <!-- id: q -->\nBefore.\n\n${script}\nAfter.\n\n**Why:** so\n`);
    expect(prompt).toMatchObject({
      kind: 'basic',
      body: { answer: '<p>Before.</p>\n<p>After.</p>' },
      why: '<p>so</p>',
      lab: {
        kind: 'script',
        script: {
          texts: ['server> s = socket()  # {{no blank}}', 'server> s.accept()\nraises EINVAL'],
          script: { line: 4, asRoot: false, isBroken: false },
        },
      },
    });
  });

  it('is of the kind that the rest of it makes it', () => {
    const kinds = ['**Answer:** a', '- [x] a\n- [ ] b', 'A {{blank}}.', 'Just text.'].map(
      (text) => prompts(`## Q <!-- id: q -->\n${text}\n\n${script}`)[0],
    );
    expect(kinds.map((prompt) => prompt?.kind)).toEqual(['typed', 'choice', 'cloze', 'basic']);
    expect(kinds.map((prompt) => prompt?.lab?.kind)).toEqual(['script', 'script', 'script', 'script']);
  });

  it('may go on in a second fence', () => {
    const [prompt] = prompts(
      `## Q <!-- id: q -->\nText.\n\n${script}\n\`\`\`lab continued\nserver> s.close()\n\`\`\`\n`,
    );
    expect(prompt?.lab).toMatchObject({ kind: 'script', script: { texts: { length: 3 } } });
  });

  it('shows a script inside a Markdown fence as text', () => {
    const [prompt] = prompts(`## Q <!-- id: q -->\n\`\`\`\`md\n${script}\`\`\`\`\n`);
    expect(prompt?.lab).toBeNull();
    expect(JSON.stringify(prompt?.body)).toContain('EINVAL');
  });

  it('is asked, too, when its script is broken, but cannot be run', () => {
    const { deck, diagnostics } = readDeck(
      `${front}## Q <!-- id: q -->\nText.\n\n\`\`\`lab\nserver> s = sockt()\n\`\`\`\n`,
      { file },
    );
    expect(diagnostics.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['LAB_FUNCTION_UNKNOWN', 9, 13],
    ]);
    expect(deck.prompts.map(({ lab }) => lab)).toEqual([null]);
  });
});

describe('a card that names a stage', () => {
  it('names it in each of its prompts', () => {
    const both = prompts('## Q <!-- id: q; both -->\nText.\n\n**Lab:** echo#end\n');
    const lab = { kind: 'stage', lab: 'echo', stage: 'end' };
    expect(both.map((prompt) => prompt.lab)).toEqual([lab, lab]);
    expect(both[0]?.body).toMatchObject({ answer: '<p>Text.</p>' });
  });

  it('has an error when the stage is removed, without being parsed again', () => {
    const reader = createDeckReader();
    const text = `${front}## Q <!-- id: q -->\nText.\n\n**Lab:** echo#end\n`;
    const read = (stages: string[]) => reader.read(text, { file, labs: [{ lab: 'echo', stages }] });
    const before = read(['end']);
    const after = read(['ending']);
    expect(before.diagnostics).toEqual([]);
    expect(after.diagnostics).toMatchObject([
      { code: 'LAB_LINK_UNKNOWN', line: 8, column: 10, length: 8, help: 'write one of ending' },
    ]);
    expect(after.deck.prompts[0]).toBe(before.deck.prompts[0]);
  });

  it.each([
    ['echo#lisen', 'write `echo#listen`'],
    ['ecoh#end', 'write `echo#end`'],
    ['loss#end', 'name a lab of content/labs and one of its stages'],
  ])('has an error with the stage that %s most likely names', (link, help) => {
    const { diagnostics } = readDeck(`${front}## Q <!-- id: q -->\nText.\n\n**Lab:** ${link}\n`, {
      file,
      labs: [{ lab: 'echo', stages: ['listen', 'end'] }],
    });
    expect(diagnostics).toMatchObject([{ code: 'LAB_LINK_UNKNOWN', help }]);
  });
});

describe('an order whose steps are lab calls', () => {
  const steps = '1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.connect((host, 65000))  # go`\n';
  const labels = '\n**Free:** `c.fileno()` after 1\n\n**Extra:** `conn, addr = c.accept()` — no\n';
  const companions = '\n```lab beside\nserver> s = socket()\nother> o = socket()\nserver> s.listen()\n```\n';
  const run = (text: string) => {
    const body = prompts(`## Q <!-- id: q; order -->\n${text}`)[0]?.body;
    return body?.kind === 'order' ? body.run : undefined;
  };

  it('contains its calls in the order of its steps: those of the list, free ones, distractors', () => {
    const script = run(`${steps}${labels}`);
    expect(script?.calls.map(({ text }) => text)).toEqual([
      'c = socket(AF_INET, SOCK_STREAM)',
      'c.connect((host, 65000)) # go',
      'c.fileno()',
      'conn, addr = c.accept()',
    ]);
    expect(script?.calls.map(({ step }) => [step.targets.map(({ name }) => name), step.call.name])).toEqual([
      [['c'], 'socket'],
      [[], 'connect'],
      [[], 'fileno'],
      [['conn', 'addr'], 'accept'],
    ]);
    expect(script?.companions).toEqual([]);
  });

  it('contains the calls of its companion programs, which are not shown', () => {
    const [prompt] = prompts(`## Q <!-- id: q; order -->\n${steps}${companions}\nAfter.\n`);
    expect(prompt?.body).toMatchObject({
      explanation: '<p>After.</p>',
      run: {
        companions: [
          { program: 'server', calls: [{ text: 's = socket()' }, { text: 's.listen()' }] },
          { program: 'other', calls: [{ text: 'o = socket()' }] },
        ],
      },
    });
    expect(prompt?.lab).toBeNull();
  });

  it('names its own variables only, as a process does', () => {
    const script = run(`${steps}${companions}`);
    const [, connect] = script?.calls ?? [];
    expect(connect?.step.call).toMatchObject({
      receiver: { program: 'program', name: 'c' },
      args: [{ kind: 'tuple', items: [{ program: 'program', name: 'host' }, { kind: 'value' }] }],
    });
    expect(script?.companions[0]?.calls[1]?.step.call.receiver).toMatchObject({
      program: 'server',
      name: 's',
    });
  });

  it.each([
    '1. `socket()`\n2. `bind()`\n',
    '1. `s = socket()`\n2. `s.bind((host, 1))` binds\n',
    '1. `s = socket()`\n2. s.listen()\n',
    '1. `s = socket()`\n2. `s.listen()`\n\n**Extra:** `if s: break` — no\n',
    '1. `s = socket()`\n2. `s.accept()[0]`\n',
  ])('is not run where one of its steps is none: %s', (text) => {
    expect(run(text)).toBeNull();
  });

  it('is asked, but not run, if its companion programs are misspelt', () => {
    for (const word of ['lab-beside', 'Lab Beside', 'beside']) {
      const text = `${front}## Q <!-- id: q; order -->\n${steps}${companions.replace('lab beside', word)}`;
      const [prompt] = readDeck(text, { file }).deck.prompts;
      expect(prompt?.body, word).toMatchObject({ kind: 'order', run: null });
    }
  });

  it('is asked, but not run, if its companion programs are broken', () => {
    const text = `${front}## Q <!-- id: q; order -->\n${steps}${companions.replace('listen', 'lisen')}`;
    const { deck } = readDeck(text, { file });
    expect(deck.prompts.map(({ body }) => body.kind === 'order' && body.run)).toEqual([null]);
  });
});
