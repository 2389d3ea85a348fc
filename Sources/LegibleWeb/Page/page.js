"use strict";
// The page asks for one picture after another (/frame.jpg?after=n), so that it gets the newest when it has room for it, and
// is told of the lines by Server-Sent Events (/events). Texts are put in as text, never as HTML.

const $ = id => document.getElementById(id);
const stage = $("stage"), picture = $("picture"), frame = $("frame"), marks = $("marks");
const canvas = frame.getContext("2d", { alpha: false }), pen = marks.getContext("2d");

let paused = false;
let connection = "connecting";   // connecting, live, lost, ended, full
let lines = [];                  // as the server sends them
let size = { width: 0, height: 0 };
let held = null;                 // what came while the page was paused
let marked = null;               // the id of the line that is pointed at
let lastFrame = 0;
let lastDrawn = 0;               // when a frame was drawn last
const drawn = [];                // when the last frames were drawn, and how old they were

// State

const words = {
  connecting: "Connecting…", live: "Live", waiting: "Live, no new frames", paused: "Paused", lost: "Connection lost, trying again",
  ended: "The loop has ended", full: "Too many viewers, trying again",
};

function showState() {
  const waiting = connection === "live" && lastDrawn && performance.now() - lastDrawn > 3000;
  const state = connection === "live" && paused ? "paused" : waiting ? "waiting" : connection;
  if ($("status").className === state) return;
  $("status").className = state;
  $("status").lastChild.textContent = words[state];
}

function showFigures() {
  const now = performance.now();
  while (drawn.length && now - drawn[0].at > 2000) drawn.shift();
  const isMoving = !paused && connection === "live" && drawn.length > 1;
  const span = isMoving ? drawn.at(-1).at - drawn[0].at : 0;
  $("rate").textContent = span > 0 ? Math.round((drawn.length - 1) * 1000 / span) : "–";
  const ages = drawn.map(d => d.age).sort((a, b) => a - b);
  $("delay").textContent = span > 0 ? `${Math.round(ages[ages.length >> 1])} ms` : "–";
  showState();
}
setInterval(showFigures, 500);

// Pictures

const sleep = ms => new Promise(done => setTimeout(done, ms));
let wake = () => {};
const resumed = () => new Promise(done => { wake = done; });

async function watch() {
  let drawing = Promise.resolve();
  for (;;) {
    if (paused || document.hidden || connection === "ended") { await resumed(); continue; }
    const asked = performance.now();
    try {
      const answer = await fetch(`/frame.jpg?after=${lastFrame}`, { cache: "no-store" });
      if (answer.status === 204) continue;
      if (!answer.ok) { await sleep(1000); continue; }
      const number = Number(answer.headers.get("X-Legible-Frame"));
      const delay = Number(answer.headers.get("X-Legible-Delay"));
      const waited = Number(answer.headers.get("X-Legible-Waited"));
      const file = await answer.blob();
      lastFrame = number;
      // The way there and back, without the wait for the frame: never less than what it took to come here.
      const arrived = performance.now();
      const travelled = Math.max(0, arrived - asked - waited);
      await drawing;
      drawing = draw(file, () => delay + travelled + performance.now() - arrived);
    } catch {
      await sleep(1000);
    }
  }
}

async function draw(file, age) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return;
  if (paused) { bitmap.close(); return; }
  if (frame.width !== bitmap.width || frame.height !== bitmap.height) {
    for (const c of [frame, marks]) { c.width = bitmap.width; c.height = bitmap.height; }
    stage.style.setProperty("--aspect", `${bitmap.width} / ${bitmap.height}`);
    drawMarks();
  }
  canvas.drawImage(bitmap, 0, 0);
  bitmap.close();
  lastDrawn = performance.now();
  drawn.push({ at: lastDrawn, age: age() });
  $("empty").hidden = true;
}

// Lines

const rows = new Map();          // id of a line → its list item

function take(message, isNew) {
  if (paused) { held = { message, isNew: isNew || held?.isNew }; return; }
  const had = rows.size > 0;
  lines = message.lines;
  size = { width: message.width, height: message.height };
  const ids = new Set(lines.map(line => line.id));
  for (const [id, row] of rows) if (!ids.has(id)) { row.remove(); rows.delete(id); }
  let before = null;
  for (const line of lines) {
    let row = rows.get(line.id);
    if (!row) {
      row = makeRow(line.id);
      rows.set(line.id, row);
      if (!isNew || had) flash(row);
    }
    fill(row, line);
    const next = before ? before.nextSibling : $("lines").firstChild;
    if (next !== row) $("lines").insertBefore(row, next);
    before = row;
  }
  $("count").textContent = lines.length;
  $("copy-all").disabled = !lines.length;
  $("no-lines").hidden = lines.length > 0;
  if (marked !== null && !ids.has(marked)) mark(null);
  drawMarks();
}

function make(tag, className, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

function makeRow(id) {
  const row = make("li", ""), text = make("span", "text"), score = make("span", "score"), button = make("button", "", "Copy");
  text.dir = "auto";
  button.type = "button";
  button.addEventListener("click", () => copy(text.textContent));
  row.append(text, score, button);
  row.addEventListener("pointerenter", () => mark(id));
  row.addEventListener("pointerleave", () => mark(null));
  row.addEventListener("focusin", () => mark(id));
  row.addEventListener("focusout", () => mark(null));
  return row;
}

function fill(row, line) {
  const [text, score, button] = row.children;
  if (text.textContent !== line.text) {
    text.textContent = line.text;
    button.setAttribute("aria-label", `Copy: ${line.text}`);
    if (line.isSettled && row.dataset.settled) flash(row);
  }
  row.classList.toggle("reading", !line.isSettled);
  if (line.isSettled) row.dataset.settled = "yes";
  const percent = line.isSettled ? `${Math.floor(line.score * 100)} %` : "reading";
  if (score.textContent !== percent) score.textContent = percent;
  score.classList.toggle("low", line.isSettled && line.score < .8);
  score.title = line.isSettled ? "How sure the reading is" : "The text is not settled yet";
}

function flash(row) {
  row.classList.add("fresh");
  setTimeout(() => row.classList.remove("fresh"), 350);
}

$("copy-all").addEventListener("click", () => copy(lines.map(line => line.text).join("\n"), `${lines.length} lines`));

async function copy(text, name = text) {
  let isDone = false;
  try {
    await navigator.clipboard.writeText(text);
    isDone = true;
  } catch {
    // Browsers give the clipboard to pages of this machine or with https only; the old way works elsewhere.
    const area = make("textarea", "spoken");
    area.value = text;
    document.body.append(area);
    const focused = document.activeElement;
    area.select();
    isDone = document.execCommand("copy");
    area.remove();
    focused?.focus();
  }
  say(isDone ? `Copied: ${name}` : "The browser does not let the page copy: select the text instead.");
}

let toastTimer;
function say(sentence) {
  $("toast").textContent = sentence;
  $("toast").classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => $("toast").classList.remove("shown"), 1800);
}

// What happened

const signs = { appeared: "+", changed: "~", vanished: "−" };

function tell(event) {
  const item = make("li", event.kind), time = make("time", "", clock(event.time)), sign = make("b", "", signs[event.kind]);
  const text = make("span", "");
  sign.setAttribute("aria-hidden", "true");
  text.dir = "auto";
  text.append(make("i", "spoken", `${event.kind}: `));
  if (event.kind === "changed" && event.previous != null) text.append(make("del", "", event.previous), " → ");
  text.append(event.text);
  item.append(time, sign, text);
  $("events").prepend(item);
  while ($("events").children.length > 50) $("events").lastChild.remove();
  $("no-events").hidden = true;
}

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

let source;
function listen() {
  source?.close();
  source = new EventSource("/events");
  const opened = source;
  source.onopen = () => setConnection("live");
  source.onerror = () => {
    if (connection !== "ended" && connection !== "full") setConnection("lost");
    // A refusal is final for the browser: ask why, and come again.
    if (opened.readyState === EventSource.CLOSED) setTimeout(askAgain, 3000);
  };
  source.addEventListener("snapshot", ({ data }) => {
    const { now, events } = JSON.parse(data);
    if (now.frame < lastFrame) lastFrame = 0;
    $("events").replaceChildren();
    $("no-events").hidden = events.length > 0;
    events.forEach(tell);
    take(now, true);
  });
  source.addEventListener("lines", ({ data }) => take(JSON.parse(data), false));
  for (const kind of Object.keys(signs)) source.addEventListener(kind, ({ data }) => tell(JSON.parse(data)));
  source.addEventListener("end", () => setConnection("ended"));
}

async function askAgain() {
  if (document.hidden) return;
  const answer = await fetch("/lines.json", { method: "HEAD", cache: "no-store" }).catch(() => null);
  setConnection(answer?.ok ? "full" : "lost");
  listen();
}

function setConnection(state) {
  if (state === "live" && connection !== "live") { lastDrawn = 0; wake(); }
  connection = state;
  stage.classList.toggle("away", state !== "live");
  showState();
}

// A page that nobody sees takes nothing, and leaves its place to others.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) { source?.close(); drawn.length = 0; } else { listen(); wake(); }
});

// Marks on the picture

function mark(id) {
  if (marked === id) return;
  rows.get(marked)?.classList.remove("marked");
  marked = id;
  rows.get(marked)?.classList.add("marked");
  drawMarks();
}

function drawMarks() {
  pen.clearRect(0, 0, marks.width, marks.height);
  const line = lines.find(line => line.id === marked);
  if (!line || !size.width || !size.height) return;
  const [sx, sy] = [marks.width / size.width, marks.height / size.height];
  pen.beginPath();
  for (let i = 0; i < 8; i += 2) pen.lineTo(line.quad[i] * sx, line.quad[i + 1] * sy);
  pen.closePath();
  pen.fillStyle = "rgb(45 212 191 / .25)";
  pen.fill();
  const width = Math.max(2, marks.width / 400);
  for (const [w, color] of [[width * 2, "rgb(0 0 0 / .55)"], [width, "#5eead4"]]) {
    pen.lineWidth = w;
    pen.strokeStyle = color;
    pen.stroke();
  }
}

/** The line under a pointer, with the picture letterboxed in its box. */
function lineAt({ clientX, clientY }) {
  const box = marks.getBoundingClientRect();
  if (!size.width || !size.height) return null;
  const scale = Math.min(box.width / size.width, box.height / size.height);
  const x = (clientX - box.left - (box.width - size.width * scale) / 2) / scale;
  const y = (clientY - box.top - (box.height - size.height * scale) / 2) / scale;
  const isInside = ({ quad: q }) => {
    let sign = 0;
    for (let i = 0; i < 8; i += 2) {
      const [ax, ay, bx, by] = [q[i], q[i + 1], q[(i + 2) % 8], q[(i + 3) % 8]];
      const side = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
      if (side * sign < 0) return false;
      sign = side || sign;
    }
    return sign !== 0;
  };
  return lines.find(isInside) ?? null;
}

picture.addEventListener("pointermove", event => {
  const line = lineAt(event);
  mark(line ? line.id : null);
  picture.classList.toggle("over-text", line !== null);
});
picture.addEventListener("pointerleave", () => mark(null));
picture.addEventListener("click", event => {
  const line = lineAt(event);
  if (line) copy(line.text);
});

// Controls

function setPaused(value) {
  paused = value;
  $("pause").lastElementChild.textContent = paused ? "Resume" : "Pause";
  $("pause").title = paused ? "Resume (space)" : "Pause (space)";
  stage.classList.toggle("paused", paused);
  if (!paused) {
    const late = held;
    held = null;
    if (late) take(late.message, late.isNew);
    lastDrawn = 0;
    drawn.length = 0;
    wake();
  }
  showFigures();
}

function setFull() {
  if (document.fullscreenElement) document.exitFullscreen();
  else stage.requestFullscreen?.().catch(() => say("The browser does not allow full screen here."));
}

$("pause").addEventListener("click", () => setPaused(!paused));
$("full").addEventListener("click", setFull);
if (!stage.requestFullscreen) $("full").hidden = true;
document.addEventListener("fullscreenchange", () => {
  // In full screen nothing else is to be seen.
  (document.fullscreenElement ?? document.body).append($("toast"));
  $("full").lastElementChild.textContent = document.fullscreenElement ? "Leave full screen" : "Full screen";
});
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const isOnControl = event.target.closest?.("button, summary");
  if (event.key === " " && !isOnControl) { event.preventDefault(); setPaused(!paused); }
  if (event.key === "f") setFull();
});

// Where the list is what one scrolls to, it comes first.
if (innerWidth <= 800) $("history").open = false;
listen();
watch();
