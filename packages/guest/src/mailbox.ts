import type { Message } from '@simlet/core';

/** Takes the message that it has waited for. */
export type Receiver = (message: Message) => void;

/** Messages that nobody has asked for yet, or those who ask where there is none. */
export class Mailbox {
  readonly #messages: Message[] = [];
  readonly #receivers: Receiver[] = [];

  /** Whether somebody waits. */
  get awaited(): boolean {
    return this.#receivers.length > 0;
  }

  deliver(message: Message): void {
    const receiver = this.#receivers.shift();
    if (receiver === undefined) this.#messages.push(message);
    else receiver(message);
  }

  next(): Message | undefined {
    return this.#messages.shift();
  }

  wait(receiver: Receiver): void {
    this.#receivers.push(receiver);
  }

  withdraw(receiver: Receiver): void {
    const index = this.#receivers.indexOf(receiver);
    if (index >= 0) this.#receivers.splice(index, 1);
  }
}
