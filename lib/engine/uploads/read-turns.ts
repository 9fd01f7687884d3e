/** A turn's worth of bytes: about a millisecond of reading. */
const turnBytes = 512 * 1024;
/** Of those who wait, so many read on in the next turn. */
const places = 4;
/** What one reads before it waits behind the others again: a part, so that who has begun is soon done. */
const shareBytes = 8 * 1024 * 1024;

/** One sender's part in the turns. */
export interface ReadPlace {
  /** Notes bytes that were read. True when the reader has to pause until its `go` is called. */
  took(bytes: number): boolean;
  /** The reader has ended: it does not wait any more. */
  leave(): void;
}

interface Reader {
  readonly go: () => void;
  /** Of its share; 0 before it has been given one. */
  leftBytes: number;
}

/**
 * Divides what is read of request bodies over the turns of the event loop. Node reads up to 2 MiB of every socket
 * that has them before it looks at anything else: with two hundred fast senders a list that takes a millisecond
 * is answered after a hundred. So once a turn has read its worth, whoever brings more waits; in each turn that
 * follows some of them go on, first those that have begun. A sender that is slower than we are hardly notices: in a
 * turn with room it never waits.
 */
export class ReadTurns {
  #taken = 0;
  /** They go on first, until their share is read. */
  readonly #begun = new Set<Reader>();
  readonly #waiting = new Set<Reader>();
  #next: NodeJS.Immediate | undefined;

  /** @param go called when the reader may read on, after `took` has made it pause */
  join(go: () => void): ReadPlace {
    const reader: Reader = { go, leftBytes: 0 };
    return {
      took: (bytes) => this.#took(reader, bytes),
      leave: () => {
        this.#begun.delete(reader);
        this.#waiting.delete(reader);
      },
    };
  }

  #took(reader: Reader, bytes: number): boolean {
    this.#taken += bytes;
    reader.leftBytes = Math.max(0, reader.leftBytes - bytes);
    this.#next ??= setImmediate(() => this.#turn());
    if (this.#taken <= turnBytes) return false;
    (reader.leftBytes > 0 ? this.#begun : this.#waiting).add(reader);
    return true;
  }

  #turn(): void {
    this.#next = undefined;
    this.#taken = 0;
    const turn = [...take(this.#begun, places)];
    for (const reader of take(this.#waiting, places - turn.length)) {
      reader.leftBytes = shareBytes;
      turn.push(reader);
    }
    // Who goes on may find nothing to read: those behind it have their turn all the same.
    if (this.#begun.size > 0 || this.#waiting.size > 0) this.#next = setImmediate(() => this.#turn());
    for (const reader of turn) reader.go();
  }
}

/** Takes the first so many out of the set. */
function* take(readers: Set<Reader>, count: number): Generator<Reader> {
  let left = count;
  for (const reader of readers) {
    if (left-- <= 0) return;
    readers.delete(reader);
    yield reader;
  }
}

/** There is one event loop, whatever the protocol: all who receive bodies share its turns. */
export const readTurns = new ReadTurns();
