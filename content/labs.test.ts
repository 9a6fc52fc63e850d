import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { testScripts } from '#test/scripts/lab-scripts.ts';

const content = fileURLToPath(new URL('.', import.meta.url));

const files = readdirSync(content, { recursive: true, encoding: 'utf8' })
  // The scripts of the proofs run in a test of their own.
  .filter((name) => name.endsWith('.md') && name !== 'proofs.md')
  .sort();

describe('what the content claims is what the kernel does', () => {
  testScripts(files.map((name) => ({ file: name, text: readFileSync(join(content, name), 'utf8') })));
});
