import type * as E from 'electron';
import { originOf } from './addresses.ts';
import type { MessagePortDouble } from './message-channel.ts';
import { type Like, modelled } from './modelled.ts';
import type { PreloadLink } from './preload-link.ts';

let last = 0;

/** The main frame of one document: the next document has a new one. */
export class WebFrameMain implements Like<E.WebFrameMain, WebFrameMain> {
  url: string;
  /** Set once the preload's world stands; null again when the document is gone. */
  link: PreloadLink | null = null;
  readonly parent = null;
  readonly frames: readonly WebFrameMain[] = [];
  readonly name = '';
  readonly processId = process.pid;
  readonly routingId: number;
  readonly frameTreeNodeId = 1;
  readonly frameToken: string;
  detached = false;

  private constructor(url: string) {
    last += 1;
    this.url = url;
    this.routingId = last;
    this.frameToken = `FRAME${last}`;
  }

  static of(url: string): WebFrameMain {
    return modelled('WebFrameMain', new WebFrameMain(url));
  }

  get origin(): string {
    return originOf(this.url);
  }

  get top(): WebFrameMain {
    return this;
  }

  get framesInSubtree(): WebFrameMain[] {
    return [this];
  }

  isDestroyed(): boolean {
    return this.detached;
  }

  send(channel: string, ...given: unknown[]): void {
    this.link?.event(channel, given);
  }

  postMessage(channel: string, message: unknown, transfer: readonly unknown[] = []): void {
    this.link?.event(channel, [message], transfer as readonly MessagePortDouble[]);
  }

  /** The document is gone: what was sent to it is lost, and its ports are closed. */
  discard(): void {
    this.detached = true;
    this.link?.close();
    this.link = null;
  }
}
