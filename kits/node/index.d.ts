/** A shop of the demo world and its key. */
export interface Seller {
  readonly clientId: string;
  readonly apiKey: string;
}

export interface StartOptions {
  /** The program; default: `GOSTINY_BIN`, then `gostiny` on the PATH. */
  binary?: string;
  /** Further arguments of `gostiny serve`. */
  args?: string[];
  /** How long the server may take to start, in milliseconds; default 60000. */
  timeout?: number;
}

/** Where the clock stands. */
export interface Clock {
  now: string;
  mode: string;
}

/** Something that happened in a step. */
export interface Happened {
  id: number;
  due_at: string;
  kind: string;
  client_id: number | null;
  subject: string;
  /** Why it failed; empty when it did not. */
  error: string;
}

/** A running server with the demo world. Its clock stands still until a test moves it. */
export class Gostiny {
  private constructor();
  readonly baseUrl: string;
  /** The first shop's `Client-Id`. */
  readonly clientId: string;
  /** The first shop's `Api-Key`. */
  readonly apiKey: string;
  readonly operatorToken: string;
  readonly sellers: readonly Seller[];
  /** Any call. Resolves to the JSON, or the bytes of a document; a refusal is a `Refused`. */
  call<T = any>(verb: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  /** A seller's call: the first shop's unless another one is named. */
  seller<T = any>(path: string, body?: unknown, seller?: Seller): Promise<T>;
  /** A call of the marketplace itself, under `/operator/v1`. */
  operator<T = any>(verb: string, path: string, body?: unknown): Promise<T>;
  /** Moves the clock; what falls due has happened when this resolves. */
  advance(seconds: number): Promise<Clock & { executed: number }>;
  /** Moves the clock to the next thing that happens, and tells it. */
  step(): Promise<Clock & { happened: Happened[] }>;
  /** The demo world as it was first filled. */
  reset(): Promise<void>;
  /** Stops the server; a second time does nothing. */
  stop(): Promise<void>;
}

/** The server could not be started, or gave no answer. */
export class GostinyError extends Error {}

/** The server refused a call. */
export class Refused extends GostinyError {
  readonly status: number;
  readonly body: any;
}

/** The shops of the demo world. */
export const SELLERS: readonly Seller[];

/** Starts a server and resolves once it answers. */
export function start(options?: StartOptions): Promise<Gostiny>;
