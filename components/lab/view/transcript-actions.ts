import type { LabModel } from '#components/lab/model/lab-model.ts';
import type { Problem } from '#components/lab/view/transcript-menu.tsx';
import { announce } from '#components/ui/announce.ts';
import { exportLabScript } from '#lib/lab/export/lab-script.ts';
import { exportPython } from '#lib/lab/export/python-program.ts';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import { formatTranscript, parseTranscript } from '#lib/lab/timeline/transcript.ts';

function download(text: string, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

export function save(model: LabModel): Promise<null> {
  const name = `ackademy-lab-${new Date().toISOString().slice(0, 16).replace(':', '')}.jsonl`;
  download(formatTranscript(model.events), 'application/jsonl', name);
  announce('Transcript saved.');
  return Promise.resolve(null);
}

export async function open(model: LabModel, file: File): Promise<Problem | null> {
  const parsed = parseTranscript(await file.text());
  if (!parsed.ok) {
    const { line, message, help } = parsed.error;
    return { title: `${file.name}, line ${String(line)}`, message: `${message} ${help}` };
  }
  model.show(file.name, parsed.value);
  announce(`Transcript ${file.name} opened, ${String(parsed.value.length)} events.`);
  return null;
}

export async function copy(what: 'Python' | 'lab script', events: readonly LabEvent[]): Promise<null> {
  const text = what === 'Python' ? exportPython(events) : exportLabScript(events);
  try {
    await navigator.clipboard.writeText(text);
    announce(`Copied as ${what}.`);
  } catch {
    // Without https a browser gives a page no clipboard; a file is the next best thing.
    download(text, 'text/plain', what === 'Python' ? 'lab.py' : 'lab.md');
    announce('The browser does not let this page copy anything. Saved as a file instead.');
  }
  return null;
}
