// The timed attempt: puts the clock, the questions and the saving together.

import { Clock, formatTime } from "./clock.js";
import { showConflict } from "./conflict.js";
import { Saver } from "./saver.js";
import { Server } from "./server.js";
import { Sheet } from "./sheet.js";

const TYPING_PAUSE = 800;
const RESYNCHRONIZE = 60000;
const PATIENCE = 8000;
// Saves count until 30 seconds after the deadline.
const LAST_PATIENCE = 25000;
const BY_STATE = { "": "", waiting: "unsaved", saving: "saving", saved: "saved", failed: "retrying", conflict: "conflict", refused: "unsaved" };
const CLASS_OF = { waiting: "saving", saving: "saving", saved: "saved", failed: "failed", conflict: "conflict", refused: "failed" };
// The bar shows the worst of all questions.
const WORST_FIRST = ["conflict", "refused", "failed", "saving", "waiting", "saved"];
const ANNOUNCED = { 1800: "left30", 600: "left10", 300: "left5", 60: "left1" };

const state = JSON.parse(document.getElementById("attempt-state").textContent);
const root = document.querySelector("[data-attempt]");
const find = (selector) => root.querySelector(selector);
const { texts } = state;
const server = new Server(state);
const sheet = new Sheet(root, state);
let isLeaving = false;
let isOver = false;
let connection = "ok";

const saver = new Saver(server, state.sequences, {
  onState: showState,
  onConflict: askWhichStays,
  onTime: (secondsLeft) => clock.synchronize(secondsLeft),
  onConnection: showConnection,
  onEnded: leaveForGood,
});

const clock = new Clock(state.secondsLeft, {
  onTick: showTime,
  onMark: (seconds) => announce(texts[ANNOUNCED[seconds]]),
  onEnd: endByTime,
});

document.querySelector("[data-needs-script]").remove();
root.hidden = false;
// On a small screen the questions come first; the list of them opens on demand.
find("[data-navigator]").open = matchMedia("(min-width: 60rem)").matches;
for (const position of sheet.positions) showState(position, saver.state(position));
sheet.showProgress();
openFromAddress({ focus: false });

// --- What the candidate does ---------------------------------------------------------------------------------------------

const positionOf = (element) => Number(element.closest("[data-item]").dataset.item);

find("[data-sheet]").addEventListener("submit", (event) => event.preventDefault());
find("[data-sheet]").addEventListener("change", (event) => {
  if (event.target.matches("[data-item] input")) changed(positionOf(event.target), 0);
  if (event.target.matches("[data-item] textarea")) changed(positionOf(event.target), 0);
});
find("[data-sheet]").addEventListener("input", (event) => {
  if (event.target.matches("[data-item] textarea")) changed(positionOf(event.target), TYPING_PAUSE);
});

root.addEventListener("click", (event) => {
  const link = event.target.closest("[data-go]");
  if (link) {
    event.preventDefault();
    sheet.show(Number(link.dataset.go));
  } else if (event.target.closest("[data-previous]")) sheet.step(-1);
  else if (event.target.closest("[data-next]")) sheet.step(1);
  else if (event.target.closest("[data-flag]")) {
    const position = positionOf(event.target);
    sheet.toggleFlag(position);
    sheet.showLink(position, saver.state(position));
  } else if (event.target.closest("[data-clear]")) {
    const position = positionOf(event.target);
    sheet.setValue(position, { choices: [] });
    changed(position, 0);
  }
});

find("[data-hand-in]").addEventListener("click", async (event) => {
  if (saver.unsaved.length === 0) return;
  event.preventDefault();
  announce(texts.handingIn);
  if (!(await saver.flush({ patience: PATIENCE }))) {
    sheet.show(saver.unsaved[0]);
    return warn(texts.leaving);
  }
  isLeaving = true;
  location.assign(event.target.closest("a").href);
});

addEventListener("hashchange", () => openFromAddress({ focus: true }));
addEventListener("beforeunload", (event) => {
  if (!isLeaving && saver.unsaved.length > 0) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") saver.flush({ leaving: true });
  else askTime();
});
// The browser's history brings the page back as it was; only the server knows what is true now.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
setInterval(askTime, RESYNCHRONIZE);

function changed(position, delay) {
  if (isOver) return;
  sheet.countCharacters(position);
  saver.change(position, sheet.value(position), delay);
  sheet.showProgress();
}

function openFromAddress(options) {
  const position = Number(/^#item-(\d+)$/.exec(location.hash)?.[1]);
  sheet.show(sheet.items.has(position) ? position : sheet.positions[0], options);
}

// --- What the page shows -----------------------------------------------------------------------------------------------

function showState(position, saveState, detail) {
  const line = sheet.items.get(position).querySelector("[data-item-state]");
  line.className = `save-state save-state-${CLASS_OF[saveState] ?? "saving"}`;
  line.textContent = detail ?? texts[BY_STATE[saveState]] ?? "";
  sheet.showLink(position, saveState);
  showWorst();
  if (saveState === "refused") warn(detail);
}

function showWorst() {
  const states = sheet.positions.map((position) => saver.state(position));
  const worst = WORST_FIRST.find((candidate) => states.includes(candidate)) ?? "saved";
  const line = find("[data-save-state]");
  line.className = `save-state save-state-${CLASS_OF[worst]}`;
  line.textContent = texts[BY_STATE[worst]];
}

function showTime(secondsLeft) {
  const bar = find("[data-timer]");
  find("[data-timer-value]").textContent = formatTime(secondsLeft);
  bar.classList.toggle("timer-warning", secondsLeft <= 600 && secondsLeft > 60);
  bar.classList.toggle("timer-critical", secondsLeft <= 60);
}

function showConnection(kind) {
  if (kind === connection) return;
  connection = kind;
  find("[data-notice]").hidden = kind === "ok";
  find("[data-notice-sign-in]").hidden = kind !== "signedOut";
  if (kind === "ok") return announce(texts.back);
  const text = kind === "signedOut" ? texts.signedOut : texts.offline;
  find("[data-notice-text]").textContent = text;
  return warn(text);
}

function askWhichStays(position, stored) {
  const item = sheet.items.get(position);
  warn(`${texts.question.replace("{number}", position)}: ${texts.conflict}`);
  showConflict({
    item,
    template: find("[data-conflict-template]"),
    mine: sheet.describe(position, sheet.value(position)),
    theirs: sheet.describe(position, stored.value),
    onKeep: () => saver.resolve(position, stored.sequence, sheet.value(position)),
    onTake: () => {
      sheet.setValue(position, stored.value);
      saver.resolve(position, stored.sequence, undefined);
      sheet.showProgress();
    },
  });
}

function announce(text) {
  find("[data-announcer]").textContent = text;
}

function warn(text) {
  find("[data-alert]").textContent = text;
}

// --- Time ----------------------------------------------------------------------------------------------------------------

async function askTime() {
  if (isOver) return;
  const answer = await server.time();
  if (answer.kind === "ok") {
    if (!answer.open && answer.secondsLeft > 0) return leaveForGood();
    clock.synchronize(answer.secondsLeft);
    if (connection !== "ok") saver.retryNow();
  } else if (answer.kind === "signedOut") showConnection("signedOut");
}

async function endByTime() {
  isOver = true;
  sheet.lock();
  announce(texts.timeOver);
  find("[data-hand-in]").hidden = true;
  await saver.flush({ patience: LAST_PATIENCE });
  leaveForGood();
}

function leaveForGood() {
  isLeaving = true;
  saver.stop();
  location.replace(state.attemptUrl);
}
