import { api, call } from "/sandbox/api.js";
import { attachCommands, drawCommands } from "/sandbox/commands.js";
import "/sandbox/desk.js";
import "/sandbox/gateway.js";
import { make, messageElement } from "/sandbox/message.js";
import { showAlert, toast } from "/sandbox/notice.js";
import { attachPay, openInvoice, openUrl } from "/sandbox/pay.js";

const $ = id => document.getElementById(id);
const log = $("conversation");
const drawn = new Map(); // message id -> { signature, element }
const seen = new Map(); // person id -> last message id seen
let people = [];
let me = null;
let shown = null; // whose tab was scrolled into view
let chat = null;
let replyTo = null;
let dismissedForce = null;
let typing;
let following = new AbortController();

const act = (method, path, body) => call(method, path, body).catch(error => { toast(error.message); throw error; });

// ---- what a person does

const actions = {
  say: text => act("POST", `/chats/${me}/messages`, { text }).catch(() => {}),
  reply(message) {
    replyTo = { message_id: message.message_id, text: message.text ?? "File" };
    drawFoot();
    $("text").focus();
  },
  forward: message => act("POST", `/chats/${me}/forwards`, { message_id: message.message_id }).catch(() => {}),
  show(id) {
    const element = $(`m${id}`);
    element?.scrollIntoView({ block: "center", behavior: "smooth" });
    element?.classList.add("found");
    setTimeout(() => element?.classList.remove("found"), 1500);
  },
  pay: openInvoice,
  open: openUrl,
  async copy(text, button) {
    await navigator.clipboard.writeText(text).then(
      () => { button.classList.add("copied"); setTimeout(() => button.classList.remove("copied"), 1500); toast(`Copied ${text}`); },
      () => toast(`Could not copy. The text is ${text}`));
  },
  async tap(message, button, element) {
    element.setAttribute("aria-busy", "true");
    try {
      const tap = await act("POST", `/chats/${me}/taps`, { message_id: message.message_id, data: button.callback_data });
      const { answer } = await call("GET", `/taps/${tap.query_id}?wait=15`);
      if (!answer) toast("The bot did not answer the tap.");
      else if (answer.text && answer.show_alert) showAlert(answer.text);
      else if (answer.text) toast(answer.text);
    } catch { /* already told */ } finally {
      element.removeAttribute("aria-busy");
    }
  },
};

// A picture goes as a photo, as Telegram's own clients send it from the gallery.
const isPicture = file => ["image/png", "image/jpeg"].includes(file.type);

async function send() {
  const text = $("text").value.trim();
  const file = $("attach").files[0];
  if (!text && !file) return;
  const reply = replyTo?.message_id ?? forced()?.message_id;
  try {
    if (file) {
      const form = new FormData();
      form.append("file", file);
      if (isPicture(file)) form.append("kind", "photo");
      form.append("caption", text);
      if (reply) form.append("reply_to_message_id", reply);
      await act("POST", `/chats/${me}/files`, form);
    } else {
      await act("POST", `/chats/${me}/messages`, { text, reply_to_message_id: reply });
    }
  } catch {
    return; // the words stay in the box
  }
  $("text").value = "";
  $("attach").value = "";
  replyTo = null;
  drawAttached();
  drawFoot();
  drawCommands();
}

// ---- what a person sees

function drawPeople() {
  for (const person of people) {
    let tab = document.querySelector(`[data-testid="person-${person.id}"]`);
    if (!tab) {
      tab = make("button", { type: "button", class: "tab", "data-testid": `person-${person.id}`, onclick: () => become(person.id) });
      $("people").append(tab);
    }
    const unread = person.id !== me && (person.last_message_id ?? 0) > (seen.get(person.id) ?? 0);
    tab.replaceChildren(
      make("span", {}, person.first_name),
      make("span", { class: "role" }, `${person.role} · ${person.language_code}`),
      ...(unread ? [make("span", { class: "unread" }, make("span", { class: "hidden" }, "new messages"))] : []));
    tab.setAttribute("aria-pressed", person.id === me);
  }
  if (shown === me) return;
  shown = me;
  document.querySelector(`[data-testid="person-${me}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function drawConversation() {
  const live = new Set(chat.messages.map(message => message.message_id));
  for (const [id, { element }] of drawn)
    if (!live.has(id)) { element.remove(); drawn.delete(id); }
  for (const message of chat.messages) {
    const signature = JSON.stringify(message);
    const old = drawn.get(message.message_id);
    if (old?.signature === signature) continue;
    const element = messageElement(message, actions);
    if (old) swap(old.element, element);
    else log.append(element);
    drawn.set(message.message_id, { signature, element });
  }
  if (pinned) toEnd();
}

// An edit redraws the message; who was on one of its buttons stays on the button in that place.
function swap(old, element) {
  const index = [...old.querySelectorAll("button, a")].indexOf(document.activeElement);
  old.replaceWith(element);
  if (index >= 0) [...element.querySelectorAll("button, a")][index]?.focus({ preventScroll: true });
}

// Who reads the newest stays with it, also when a picture arrives or the keyboard takes room; who scrolled up is left alone.
let pinned = true;
const toEnd = () => { log.scrollTop = log.scrollHeight; };
log.addEventListener("scroll", () => { pinned = log.scrollHeight - log.scrollTop - log.clientHeight < 80; }, { passive: true });
log.addEventListener("load", () => { if (pinned) toEnd(); }, true);
new ResizeObserver(() => { if (pinned) toEnd(); }).observe(log);

const forced = () => chat?.force_reply && chat.force_reply.message_id !== dismissedForce ? chat.force_reply : null;

function drawFoot() {
  const force = forced();
  const target = replyTo ?? (force && { text: chat.messages.find(message => message.message_id === force.message_id)?.text ?? "" });
  $("replying").hidden = !target || chat.blocked;
  $("replying-text").textContent = target ? `Replying to: ${target.text}` : "";
  $("text").placeholder = force?.placeholder ?? chat.keyboard?.placeholder ?? "Message";
  $("composer").hidden = chat.blocked;
  $("unblock").hidden = !chat.blocked;
  $("block").hidden = chat.blocked || !chat.started;
  $("status").textContent = chat.blocked ? "blocked" : chat.action ? "typing…" : "bot";
  $("empty").hidden = chat.messages.length > 0 || chat.blocked;
  $("menu").hidden = chat.commands.length === 0;
  const rows = chat.blocked ? null : chat.keyboard?.rows;
  $("keys-toggle").hidden = !rows;
  $("keys").hidden = !rows || $("keys-toggle").getAttribute("aria-expanded") === "false";
  const signature = JSON.stringify(rows);
  if ($("keys").dataset.signature !== signature) {
    $("keys").dataset.signature = signature;
    $("keys").replaceChildren(...(rows ?? []).map(row => make("div", { class: "row" }, ...row.map(text =>
      make("button", { type: "button", class: "key", "data-testid": "reply-key", onclick: () => actions.say(text) }, text)))));
  }
}

function drawAttached() {
  const file = $("attach").files[0];
  $("attached").hidden = !file;
  $("attached-name").textContent = file ? `${isPicture(file) ? "Photo" : "File"}: ${file.name}` : "";
}

// ---- keeping up

function become(id) {
  if (me === id) return;
  me = id;
  chat = null;
  replyTo = null;
  drawn.clear();
  log.replaceChildren();
  history.replaceState(null, "", `#${id}`);
  drawPeople();
  following.abort();
  following = new AbortController();
  follow(id, following.signal);
}

async function follow(id, stopped) {
  let fresh = true;
  while (!stopped.aborted) {
    try {
      const query = chat ? `?wait=25&since=${chat.version}` : "";
      const response = await fetch(`${api}/chats/${id}${query}`, { signal: stopped });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const next = await response.json();
      if (stopped.aborted) return;
      $("away").hidden = true;
      const changed = next.version !== chat?.version || next.action !== chat?.action;
      chat = next;
      seen.set(id, chat.messages.at(-1)?.message_id ?? 0);
      if (!changed) continue;
      if (fresh) pinned = true;
      fresh = false;
      drawConversation();
      drawFoot();
      drawCommands();
      if (pinned) toEnd(); // once more: the foot may have taken room
      clearTimeout(typing);
      if (chat.action) typing = setTimeout(() => { chat.action = null; drawFoot(); }, 5000);
      document.dispatchEvent(new CustomEvent("chat", { detail: chat }));
    } catch {
      if (stopped.aborted) return;
      $("away").hidden = false;
      await new Promise(resolve => setTimeout(resolve, 1000));
    }
  }
}

async function refreshPeople() {
  if (document.hidden && people.length) return;
  const all = await call("GET", "/people").catch(() => null);
  if (!all) return;
  // Load tests bring crowds; the tabs show the first few.
  people = all.slice(0, 8);
  for (const person of people)
    if (!seen.has(person.id)) seen.set(person.id, person.last_message_id ?? 0);
  drawPeople();
}

// ---- wiring

$("composer").addEventListener("submit", event => { event.preventDefault(); send(); });
attachCommands(() => chat?.commands ?? [], send);
$("keys-toggle").addEventListener("click", () => {
  $("keys-toggle").setAttribute("aria-expanded", $("keys").hidden);
  drawFoot();
});
$("attach").addEventListener("change", () => { drawAttached(); $("text").focus(); });
$("attached-stop").addEventListener("click", () => { $("attach").value = ""; drawAttached(); });
$("replying-stop").addEventListener("click", () => {
  if (!replyTo) dismissedForce = chat.force_reply?.message_id;
  replyTo = null;
  drawFoot();
});
$("start").addEventListener("click", () => actions.say("/start"));
$("block").addEventListener("click", () => act("POST", `/chats/${me}/block`).catch(() => {}));
$("unblock").addEventListener("click", () => act("POST", `/chats/${me}/unblock`).catch(() => {}));

attachPay(() => me);

await refreshPeople();
call("GET", "/info").then(info => {
  $("bot-name").textContent = info.bot.first_name;
  document.dispatchEvent(new CustomEvent("info", { detail: info }));
});
const wanted = Number(location.hash.slice(1));
become(people.find(person => person.id === wanted)?.id ?? people[0]?.id);
setInterval(refreshPeople, 3000);
// Behind a link to an invoice.
const asked = new URLSearchParams(location.search).get("pay");
if (asked) {
  history.replaceState(null, "", `${location.pathname}${location.hash}`);
  openInvoice(asked);
}
