import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type * as E from 'electron';
import { Emitter, type Like, modelled, modelledClass } from './modelled.ts';

/** The ports of Node underneath: they clone, queue until started, and close at both ends, as Electron's do. */
const underneath = new WeakMap<object, MessagePort>();

export class MessagePortDouble extends Emitter implements Like<E.MessagePortMain, MessagePortDouble> {
  private started = false;
  private given = false;

  static of(port: MessagePort): MessagePortDouble {
    const double = modelled('MessagePortMain', new MessagePortDouble('MessagePortMain', ['message', 'close']));
    underneath.set(double, port);
    port.on('close', () => {
      if (!double.given) double.emit('close');
    });
    return double;
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    this.port().on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('electron double: ports in messages of ports are not modelled');
    this.port().postMessage(message);
  }

  close(): void {
    this.port().close();
  }

  /** Hands the port over, after which this end is good for nothing. */
  handOver(): MessagePort {
    const port = this.port();
    this.given = true;
    return port;
  }

  private port(): MessagePort {
    const port = underneath.get(this);
    if (port === undefined || this.given) throw new Error('Port was handed over and cannot be used.');
    return port;
  }
}

class MessageChannelDouble implements Like<E.MessageChannelMain, MessageChannelDouble> {
  readonly port1: MessagePortDouble;
  readonly port2: MessagePortDouble;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = MessagePortDouble.of(port1);
    this.port2 = MessagePortDouble.of(port2);
  }
}

export const MessageChannelMain = modelledClass('MessageChannelMain', MessageChannelDouble);
