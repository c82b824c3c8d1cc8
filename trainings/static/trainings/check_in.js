// Scans at the door. Each is kept on the device first and sent then, so that a lost network loses nobody;
// the number given to it here (nonce) makes sending it twice the same as sending it once.
const page = document.getElementById("check-in");
const words = JSON.parse(document.getElementById("check-in-words").textContent);
const session = location.pathname.match(/\/sessions\/(\d+)\//)?.[1];
const user = page.dataset.user ?? "";
const RETRY_MS = 10000;
const BATCH = 50;
const SEEN_MS = 4000; // as long as the same code stays before the camera
const LOOK_MS = 120; // between two looks at the picture
const SIDE = 640; // pixels of the picture that is looked at: enough for a ticket, quick on an old phone

const say = (text, values = {}) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name] ?? "");
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

// -- what waits on the device ------------------------------------------------------------------------

const store = await new Promise((resolve, reject) => {
  const request = indexedDB.open("ratusz-check-in", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("scans", { keyPath: "nonce" });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function inStore(mode, act) {
  return new Promise((resolve, reject) => {
    const change = store.transaction("scans", mode);
    const request = act(change.objectStore("scans"));
    change.oncomplete = () => resolve(request.result);
    change.onerror = () => reject(change.error);
  });
}
const keep = (scan) => inStore("readwrite", (scans) => scans.put(scan));
const forget = (nonce) => inStore("readwrite", (scans) => scans.delete(nonce));
const kept = () => inStore("readonly", (scans) => scans.getAll());

function device() {
  const known = localStorage.getItem("ratusz-device") ?? random();
  localStorage.setItem("ratusz-device", known);
  return known;
}

// -- what the page shows -----------------------------------------------------------------------------

const log = document.getElementById("scan-log");
const state = document.getElementById("scan-state");
const COLORS = { accepted: "success", repeated: "info", refused: "danger", pending: "warning" };

function lineOf(code) {
  return document.querySelector(`[data-code="${CSS.escape(code)}"]`);
}

function nameOf(code) {
  return lineOf(code)?.dataset.name ?? say(words.unknown, { code });
}

function show(scan, result, text) {
  let item = document.getElementById(`scan-${scan.nonce}`);
  if (!item) {
    item = document.createElement("li");
    item.id = `scan-${scan.nonce}`;
    log.prepend(item);
  }
  const tag = document.createElement("span");
  tag.className = "ds-tag";
  tag.dataset.color = COLORS[result];
  tag.textContent = words[result];
  item.replaceChildren(tag, ` ${text}`);
  item.dataset.result = result;
  const cell = lineOf(scan.code)?.querySelector("[data-standing]");
  if (cell && result !== "refused") cell.textContent = text.slice(text.indexOf(": ") + 2);
}

async function tell(text) {
  const waiting = await kept();
  const own = waiting.filter((scan) => scan.user === user || !user);
  const lines = [text ?? (own.length ? "" : words.sent)];
  if (own.length) lines.push(say(words.waiting, { count: own.length }));
  if (waiting.length > own.length) lines.push(say(words.notYours, { count: waiting.length - own.length }));
  state.textContent = lines.filter(Boolean).join(" ");
  state.dataset.waiting = own.length;
}

// -- sending -----------------------------------------------------------------------------------------

function cookie(name) {
  return document.cookie.split("; ").find((part) => part.split("=")[0] === name)?.slice(name.length + 1) ?? "";
}

let sending = null;
function send() {
  sending ??= sendAll().finally(() => {
    sending = null;
  });
  return sending;
}

async function sendAll() {
  if (!user) return backToThePage();
  const own = (await kept()).filter((scan) => scan.user === user);
  const groups = Map.groupBy ? Map.groupBy(own, (s) => `${s.session} ${s.device}`) : groupBy(own);
  for (const scans of groups.values()) {
    for (let from = 0; from < scans.length; from += BATCH) {
      const problem = await sendBatch(scans.slice(from, from + BATCH));
      if (problem) return tell(problem);
    }
  }
  return tell();
}

function groupBy(scans) {
  const groups = new Map();
  for (const scan of scans) {
    const key = `${scan.session} ${scan.device}`;
    groups.set(key, [...(groups.get(key) ?? []), scan]);
  }
  return groups;
}

async function sendBatch(scans) {
  const [{ session: of, device: from }] = scans;
  let response;
  try {
    response = await fetch(page.dataset.api.replace("/0/", `/${of}/`), {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie(page.dataset.csrfCookie) },
      body: JSON.stringify({
        device: from,
        scans: scans.map(({ nonce, code, direction, scanned_at, ticked }) => ({ nonce, code, direction, scanned_at, ticked })),
      }),
    });
  } catch {
    return words.offline;
  }
  if (response.status === 401) return words.signedOut;
  if (!response.ok) return response.status < 500 && response.status !== 429 ? words.refusedAll : words.offline;
  const byNonce = new Map(scans.map((scan) => [scan.nonce, scan]));
  for (const answer of await response.json()) {
    const scan = byNonce.get(answer.nonce);
    show(scan, answer.result, `${answer.person || say(words.unknown, { code: scan.code })}: ${answer.message}`);
    await forget(answer.nonce);
  }
  return "";
}

// The page kept on the device knows nobody and may send nothing: the real one does both.
async function backToThePage() {
  await tell(words.offline);
  try {
    const response = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
    if (response.ok) location.reload();
  } catch {
    // still no network
  }
}

async function take(code, direction, ticked = false) {
  const scan = {
    nonce: random(),
    code: code.trim().toUpperCase(),
    direction,
    ticked,
    scanned_at: new Date().toISOString(),
    session,
    user: user || localStorage.getItem("ratusz-last-user") || "",
    device: device(),
  };
  await keep(scan);
  show(scan, "pending", `${nameOf(scan.code)}: ${words.saved}`);
  navigator.vibrate?.(80);
  send();
}

// -- camera, typed codes, list -----------------------------------------------------------------------

const direction = () => document.querySelector("[name=scan-direction]:checked").value;
const video = document.getElementById("camera");
const seen = new Map();
let looking = 0;

async function look(decode) {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  while (looking) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    if (!video.videoWidth) continue;
    const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    let code = "";
    try {
      code = decode(pen.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      continue; // no code in this picture
    }
    const last = seen.get(code) ?? 0;
    seen.set(code, Date.now());
    if (Date.now() - last > SEEN_MS) await take(code, direction());
  }
}

async function startCamera() {
  const start = document.getElementById("camera-start");
  try {
    const { decodeQR } = await import(new URL("../qr/decode.js", import.meta.url));
    video.srcObject = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: "environment", width: { ideal: 1280 } },
    });
    await video.play();
    video.hidden = false;
    start.hidden = true;
    document.getElementById("camera-stop").hidden = false;
    looking = 1;
    look(decodeQR);
  } catch {
    state.textContent = words.noCamera;
  }
}

function stopCamera() {
  looking = 0;
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  video.hidden = true;
  document.getElementById("camera-start").hidden = false;
  document.getElementById("camera-stop").hidden = true;
}

document.getElementById("camera-start").addEventListener("click", startCamera);
document.getElementById("camera-stop").addEventListener("click", stopCamera);

page.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id === "typed-code") {
    event.preventDefault();
    const field = form.elements.code;
    if (field.value.trim()) take(field.value.replace(/[^0-9a-z]/gi, ""), direction());
    field.value = "";
    field.focus();
  } else if (form.dataset.tick) {
    event.preventDefault();
    take(form.closest("[data-code]").dataset.code, event.submitter.value, true);
  }
}, true);

// -- begin -------------------------------------------------------------------------------------------

for (const element of page.querySelectorAll("[data-needs-scripts]")) element.hidden = false;
for (const element of page.querySelectorAll("[data-without-scripts]")) element.hidden = true;
if (user) localStorage.setItem("ratusz-last-user", user);
if ("serviceWorker" in navigator && page.dataset.worker) {
  navigator.serviceWorker.register(page.dataset.worker).then(() => (page.dataset.ready = "yes"));
}
for (const scan of await kept()) {
  if (scan.session === session) show(scan, "pending", `${nameOf(scan.code)}: ${words.saved}`);
}
window.addEventListener("online", send);
setInterval(async () => {
  if ((await kept()).length || !user) send();
}, RETRY_MS);
send();
