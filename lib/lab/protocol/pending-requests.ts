import type { LabEvent, SessionMessage } from '#lib/lab/protocol/messages.ts';

/** Whether the event is the answer to this message and to no other. */
function isAnswer(event: LabEvent, message: SessionMessage): boolean {
  switch (event.type) {
    case 'entered':
      return message.type === 'call' && message.id === event.id;
    case 'refused':
      return message.id !== undefined && message.id === event.id;
    case 'reset':
      return message.type === 'reset';
    default:
      return false;
  }
}

/** Whether the message asked for what the event tells; something else may have caused it, too. */
function asksFor(message: SessionMessage, event: LabEvent): boolean {
  switch (event.type) {
    case 'returned':
      return (
        message.type === 'interrupt' &&
        message.program === event.program &&
        (message.thread ?? 1) === event.thread
      );
    case 'exited':
      return message.type === 'exit' && message.program === event.program;
    case 'dropping':
      return (
        message.type === 'drop' &&
        message.program === event.program &&
        message.fd === event.fd &&
        message.direction === event.direction
      );
    default:
      return false;
  }
}

/** What was said and has no answer yet, oldest first: after a lost connection it is said again. */
export class Unanswered {
  #messages: SessionMessage[] = [];

  get messages(): readonly SessionMessage[] {
    return this.#messages;
  }

  add(message: SessionMessage): void {
    this.#messages.push(message);
  }

  /** Forgets what this event answers. */
  settle(event: LabEvent): void {
    if (this.#messages.length === 0) return;
    const answered = this.#messages.findIndex((message) => isAnswer(event, message));
    // Messages are carried out in their order, so what was said before has been, too.
    if (answered !== -1) this.#messages.splice(0, answered + 1);
    const asked = this.#messages.findIndex((message) => asksFor(message, event));
    if (asked !== -1) this.#messages.splice(asked, 1);
  }

  clear(): void {
    this.#messages = [];
  }
}
