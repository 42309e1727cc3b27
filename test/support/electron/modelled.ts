import { EventEmitter } from 'node:events';

/** What JavaScript itself, Node and test runners look for on any object. */
const askedOfAnything = new Set(['then', 'toJSON', '$$typeof', 'asymmetricMatch', 'nodeType', 'domain']);

/**
 * An object that throws when a member is used that it does not have, so that nothing passes by being `undefined`.
 * Members that it has may be replaced, as they may be on Electron's own objects.
 *
 * @param name what Electron calls it, for the error
 */
export function modelled<Target extends object>(name: string, target: Target): Target {
  const isKnown = (key: string | symbol) => typeof key === 'symbol' || key in target || askedOfAnything.has(key);
  const refuse = (key: string | symbol): never => {
    throw new Error(`electron double: ${name}.${String(key)} is not modelled`);
  };
  return new Proxy(target, {
    get: (object, key, receiver) => (isKnown(key) ? Reflect.get(object, key, receiver) : refuse(key)),
    set: (object, key, value, receiver) => (isKnown(key) ? Reflect.set(object, key, value, receiver) : refuse(key)),
  });
}

/**
 * A class whose objects are modelled, and whose static members too.
 *
 * @param made is called with each new object before whoever made it has it
 */
export function modelledClass<Class extends abstract new (...given: never[]) => object>(
  name: string,
  double: Class,
  made: (object: InstanceType<Class>) => void = () => undefined,
): Class {
  return new Proxy(modelled(name, double), {
    construct(target, given) {
      const object = modelled(name, Reflect.construct(target, given)) as InstanceType<Class>;
      made(object);
      return object;
    },
  });
}

type Listener = (...given: never[]) => void;

/** An emitter that knows the names of its events: to wait for another one would be to wait for ever. */
export class Emitter extends EventEmitter {
  private readonly named: string;
  private readonly emitted: ReadonlySet<string>;

  constructor(named: string, emitted: readonly string[]) {
    super();
    this.named = named;
    this.emitted = new Set(emitted);
  }

  override on(event: string, listener: Listener): this {
    return super.on(this.known(event), listener as () => void);
  }

  override addListener(event: string, listener: Listener): this {
    return this.on(event, listener);
  }

  override once(event: string, listener: Listener): this {
    return super.once(this.known(event), listener as () => void);
  }

  private known(event: string): string {
    if (this.emitted.has(event)) return event;
    throw new Error(`electron double: ${this.named}: the event ${event} is never emitted`);
  }
}

/** The first argument of Electron's listeners. */
export interface PreventableEvent {
  preventDefault(): void;
  readonly defaultPrevented: boolean;
}

/** An event to emit, with what the listeners shall read on it. */
export function preventable<Details extends object>(details: Details): Details & PreventableEvent {
  let prevented = false;
  return Object.defineProperties({ ...details } as Details & PreventableEvent, {
    preventDefault: {
      value() {
        prevented = true;
      },
    },
    defaultPrevented: { get: () => prevented },
  });
}

/**
 * What a double has of Electron's type: Electron's parameters and plain results. Where a result is an object of
 * Electron's, the double's own may stand: those are held to their types where they are made. What Electron does not have
 * is for tests, and the program's own types keep it from using that.
 */
export type Like<Type, Double> = {
  [Key in keyof Type & keyof Double & string]: Type[Key] extends (...given: infer Given) => infer Result
    ? (...given: Given) => Plain<Result>
    : Plain<Type[Key]>;
};

type Plain<Value> = Value extends string | number | boolean | null | undefined | Buffer
  ? Value
  : Value extends Promise<infer Inner>
    ? Promise<Plain<Inner>>
    : unknown;
