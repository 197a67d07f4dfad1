// The questions on the page: what is chosen, which one is shown, what the navigator says.

export class Sheet {
  #flags;

  constructor(root, { id, texts }) {
    this.root = root;
    this.texts = texts;
    this.storageKey = `attempt-flags-${id}`;
    this.items = new Map([...root.querySelectorAll("[data-item]")].map((item) => [Number(item.dataset.item), item]));
    this.links = new Map([...root.querySelectorAll("[data-go]")].map((link) => [Number(link.dataset.go), link]));
    this.positions = [...this.items.keys()];
    this.#flags = new Set(readFlags(this.storageKey));
    for (const position of this.positions) {
      this.#showFlag(position);
      this.countCharacters(position);
    }
  }

  value(position) {
    const item = this.items.get(position);
    const text = item.querySelector("textarea");
    if (text) return { text: storable(text.value) };
    return { choices: [...item.querySelectorAll("input:checked")].map((input) => input.value) };
  }

  setValue(position, value) {
    const item = this.items.get(position);
    const text = item.querySelector("textarea");
    if (text) text.value = value.text ?? "";
    for (const input of item.querySelectorAll("input")) input.checked = (value.choices ?? []).includes(input.value);
    this.countCharacters(position);
  }

  isAnswered(position) {
    const { choices = [], text = "" } = this.value(position);
    return choices.length > 0 || text.trim() !== "";
  }

  /** A value in the words of the page. */
  describe(position, value) {
    if ("text" in value) return value.text.trim() || this.texts.nothingChosen;
    const options = [...this.items.get(position).querySelectorAll(".option")];
    const chosen = options.filter((option) => value.choices.includes(option.querySelector("input").value));
    const words = chosen.map((option) => `${option.querySelector(".option-key").textContent} ${option.querySelector(".option-text").textContent}`.trim());
    return words.join("\n") || this.texts.nothingChosen;
  }

  countCharacters(position) {
    const item = this.items.get(position);
    const count = item.querySelector("[data-count]");
    if (count) count.textContent = this.texts.characters.replace("{count}", [...item.querySelector("textarea").value].length);
  }

  get current() {
    return this.positions.find((position) => !this.items.get(position).hidden) ?? this.positions[0];
  }

  show(position, { focus = true } = {}) {
    if (!this.items.has(position)) return;
    for (const [other, item] of this.items) {
      item.hidden = other !== position;
      const link = this.links.get(other);
      if (other === position) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const place = this.positions.indexOf(position);
    this.root.querySelector("[data-previous]").disabled = place === 0;
    this.root.querySelector("[data-next]").disabled = place === this.positions.length - 1;
    history.replaceState(null, "", `#item-${position}`);
    if (!focus) return;
    const item = this.items.get(position);
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }

  step(by) {
    const next = this.positions[this.positions.indexOf(this.current) + by];
    if (next !== undefined) this.show(next);
  }

  toggleFlag(position) {
    if (!this.#flags.delete(position)) this.#flags.add(position);
    writeFlags(this.storageKey, [...this.#flags]);
    this.#showFlag(position);
  }

  /** The navigator's mark and its words for those who do not see it. */
  showLink(position, saveState) {
    const link = this.links.get(position);
    const isAnswered = this.isAnswered(position);
    const isUnsaved = saveState !== "" && saveState !== "saved";
    link.classList.toggle("is-answered", isAnswered);
    link.classList.toggle("is-flagged", this.#flags.has(position));
    link.classList.toggle("is-unsaved", isUnsaved);
    const words = [this.texts.question.replace("{number}", position), isAnswered ? this.texts.answered : this.texts.unanswered];
    if (this.#flags.has(position)) words.push(this.texts.flagged);
    if (isUnsaved) words.push(saveState === "conflict" ? this.texts.inConflict : this.texts.notSaved);
    link.querySelector("[data-go-state]").textContent = words.join(", ");
  }

  showProgress() {
    const answered = this.positions.filter((position) => this.isAnswered(position)).length;
    const text = this.texts.progress.replace("{answered}", answered).replace("{total}", this.positions.length);
    this.root.querySelector("[data-progress]").textContent = text;
  }

  lock() {
    for (const item of this.items.values()) {
      for (const control of item.querySelectorAll("input, textarea, button")) control.disabled = true;
    }
  }

  #showFlag(position) {
    const button = this.items.get(position).querySelector("[data-flag]");
    button.setAttribute("aria-pressed", String(this.#flags.has(position)));
  }
}

// Control characters and halves of characters come with pasted text, mean nothing and cannot be stored.
function storable(text) {
  const plain = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, "");
  return plain.toWellFormed?.() ?? plain;
}

// Flags are a note to oneself on this computer; without storage they last as long as the page.
function readFlags(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "[]");
  } catch {
    return [];
  }
}

function writeFlags(key, flags) {
  try {
    localStorage.setItem(key, JSON.stringify(flags));
  } catch {
    // Storage is full or switched off.
  }
}
