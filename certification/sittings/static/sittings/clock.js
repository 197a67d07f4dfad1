// Counts the server's remaining seconds down. The monotonic clock is used, so that a wrong or changed wall clock does not matter;
// every answer of the server sets it right again, which also heals a computer that slept.

const MARKS = [30 * 60, 10 * 60, 5 * 60, 60];

export class Clock {
  #endsAt;
  #lastLeft;
  #ended = false;

  /** @param handlers onTick(seconds), onMark(seconds): one of the round times was passed, onEnd(): once */
  constructor(secondsLeft, { onTick, onMark, onEnd }) {
    Object.assign(this, { onTick, onMark, onEnd });
    this.#endsAt = performance.now() + secondsLeft * 1000;
    this.#lastLeft = secondsLeft;
    this.timer = setInterval(() => this.#tick(), 250);
    this.#tick();
  }

  get secondsLeft() {
    return Math.max((this.#endsAt - performance.now()) / 1000, 0);
  }

  synchronize(secondsLeft) {
    this.#endsAt = performance.now() + secondsLeft * 1000;
    this.#tick();
  }

  #tick() {
    const left = this.secondsLeft;
    this.onTick(left);
    const passed = MARKS.filter((mark) => left <= mark && mark < this.#lastLeft);
    // After a sleep several marks may lie behind; only the nearest one is news.
    if (passed.length > 0 && left > 0) this.onMark(Math.min(...passed));
    this.#lastLeft = left;
    if (left > 0 || this.#ended) return;
    this.#ended = true;
    clearInterval(this.timer);
    this.onEnd();
  }
}

export function formatTime(secondsLeft) {
  const whole = Math.ceil(secondsLeft);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
