// Saves answers, one at a time per question, until the server has said that it has them.
//
// A save carries the sequence after the highest one the server is known to have. It is repeated unchanged until it is answered: so a
// repetition is recognized as one, and a sequence taken by someone else is a real conflict. What changes meanwhile waits its turn.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;

export class Saver {
  #questions = new Map();
  #failures = 0;
  #wake = null;
  #stopped = false;

  /**
   * @param sequences highest sequence per position
   * @param handlers onState(position, state, detail): saved, waiting, saving, failed, conflict, refused;
   *   onConflict(position, stored), onTime(secondsLeft), onConnection(kind): ok, unreachable, signedOut; onEnded()
   */
  constructor(server, sequences, handlers) {
    this.server = server;
    this.handlers = handlers;
    for (const [position, known] of Object.entries(sequences)) {
      this.#questions.set(Number(position), { known, wanted: undefined, sending: null, timer: 0, state: known ? "saved" : "" });
    }
    addEventListener("online", () => this.retryNow());
  }

  change(position, value, delay = 0) {
    if (this.#stopped) return;
    const question = this.#questions.get(position);
    question.wanted = value;
    if (question.state === "conflict") return;
    this.#show(position, "waiting");
    clearTimeout(question.timer);
    question.timer = setTimeout(() => this.#push(position), delay);
  }

  /** After a conflict: `value` is kept against the other window, or nothing when the other answer stays. */
  resolve(position, known, value) {
    const question = this.#questions.get(position);
    Object.assign(question, { known, sending: null, wanted: value });
    if (value === undefined) return this.#show(position, "saved");
    this.#show(position, "waiting");
    return this.#push(position);
  }

  get unsaved() {
    const waits = (question) => question.wanted !== undefined || question.sending || question.state === "refused";
    return [...this.#questions].filter(([, question]) => waits(question)).map(([position]) => position);
  }

  state(position) {
    return this.#questions.get(position).state;
  }

  /** Sends everything that waits at once; true when all is saved before `patience` is over. */
  async flush({ patience = 0, leaving = false } = {}) {
    const until = performance.now() + patience;
    this.#push_all({ leaving });
    while (this.unsaved.length > 0 && performance.now() < until) {
      await new Promise((done) => setTimeout(done, 200));
    }
    return this.unsaved.length === 0;
  }

  retryNow() {
    clearTimeout(this.#wake);
    this.#wake = null;
    this.#push_all();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#wake);
  }

  #push_all(options) {
    for (const position of this.unsaved) this.#push(position, options);
  }

  async #push(position, options) {
    const question = this.#questions.get(position);
    clearTimeout(question.timer);
    if (this.#stopped || question.state === "conflict" || question.isAway) return;
    if (!question.sending) {
      if (question.wanted === undefined) return;
      question.sending = { sequence: question.known + 1, value: question.wanted };
      question.wanted = undefined;
    }
    question.isAway = true;
    this.#show(position, "saving");
    const answer = await this.server.save(position, question.sending.sequence, question.sending.value, options);
    question.isAway = false;
    if (this.#stopped) return;
    if ("secondsLeft" in answer) this.handlers.onTime(answer.secondsLeft);
    this.#take(position, question, answer);
  }

  #take(position, question, answer) {
    switch (answer.kind) {
      case "ok":
        question.known = question.sending.sequence;
        question.sending = null;
        this.#reached();
        return this.#settle(position, question);
      case "refused":
        // Sending the same again would be refused again; the next change is a new attempt.
        question.sending = null;
        this.#reached();
        if (question.wanted !== undefined) return this.#settle(position, question);
        return this.#show(position, "refused", answer.detail);
      case "stale":
        this.#reached();
        question.wanted ??= question.sending.value;
        question.sending = null;
        this.#show(position, "conflict");
        return this.handlers.onConflict(position, answer.stored);
      case "ended":
        this.stop();
        return this.handlers.onEnded();
      default:
        this.#show(position, "failed");
        return this.#wait(answer.kind);
    }
  }

  #settle(position, question) {
    if (question.wanted === undefined) return this.#show(position, "saved");
    return this.#push(position);
  }

  #reached() {
    this.#failures = 0;
    this.handlers.onConnection("ok");
    if (this.#wake) this.retryNow();
  }

  // All questions wait together; the first answer that gets through wakes the rest.
  #wait(kind) {
    this.handlers.onConnection(kind);
    if (this.#wake) return;
    const wait = Math.min(FIRST_WAIT * 2 ** this.#failures, LONGEST_WAIT);
    this.#failures += 1;
    this.#wake = setTimeout(() => this.retryNow(), wait * (0.75 + Math.random() / 2));
  }

  #show(position, state, detail) {
    this.#questions.get(position).state = state;
    this.handlers.onState(position, state, detail);
  }
}
