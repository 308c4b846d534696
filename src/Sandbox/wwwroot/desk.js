// The cash desk: the acts of payers and providers, and trouble for their webhooks.

import { api, call } from "/sandbox/api.js";
import { make } from "/sandbox/message.js";
import { toast } from "/sandbox/notice.js";
import { price } from "/sandbox/pay.js";

const $ = id => document.getElementById(id);
const wide = matchMedia("(min-width: 60rem)");
const labels = {
  pay: "Pay", pay_less: "Pay too little", pay_more: "Pay too much", pay_late: "Pay late", pay_twice: "Pay twice",
  expire: "Let it expire", refund: "Refund", charge_back: "Charge back",
};
const providers = { stars: "Stars", cryptopay: "Crypto Pay", btcpay: "BTCPay Server", heleket: "Heleket" };
const troubles = { lost: "Lost", delayed: "Delayed by 10 s", doubled: "Doubled", forged: "Signed wrongly" };
const drawn = new Map(); // invoice id -> { signature, element }
let person = null;
let following = null;

document.addEventListener("chat", ({ detail: chat }) => { person = chat.id; });

async function act(invoice, action, button) {
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await call("POST", `/desk/invoices/${encodeURIComponent(invoice.id)}/${action}`, { person_id: invoice.chat_id ?? person });
    toast(answer.done ? `${labels[action]}: done` : answer.error);
  } catch (error) {
    toast(error.message);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function element(invoice, wasOpen) {
  const received = invoice.received !== invoice.asked && invoice.payments.length > 0
    ? make("span", { class: "quiet" }, `${price(invoice.received, invoice.currency)} came`) : null;
  return make("li", { class: "bill", "data-testid": "bill", "data-invoice": invoice.id },
    make("div", { class: "bill-head" },
      make("strong", {}, price(invoice.asked, invoice.currency)),
      make("span", { class: `bill-state ${invoice.state}`, "data-testid": "bill-state" }, invoice.state.replace("_", " "))),
    make("span", { class: "quiet" }, [...new Set([providers[invoice.provider] ?? invoice.provider, invoice.title, invoice.reference])].filter(Boolean).join(" · ")),
    received,
    make("div", { class: "recent" }, ...invoice.actions.map(action => make("button", {
      type: "button", class: "chip", "data-testid": `act-${action}`, onclick: event => act(invoice, action, event.currentTarget),
    }, labels[action] ?? action))),
    invoice.events.length === 0 ? null : make("details", { class: "quiet", open: wasOpen },
      make("summary", {}, `History (${invoice.events.length})`),
      make("ol", {}, ...invoice.events.map(line => make("li", {},
        make("time", { datetime: line.at }, new Date(line.at).toLocaleTimeString()), ` ${line.what}`)))));
}

function draw(desk) {
  const live = new Set(desk.invoices.map(invoice => invoice.id));
  for (const [id, { element: old }] of drawn)
    if (!live.has(id)) { old.remove(); drawn.delete(id); }
  // Newest first; those that were drawn stay where they are.
  for (const invoice of [...desk.invoices].reverse()) {
    const signature = JSON.stringify(invoice);
    const old = drawn.get(invoice.id);
    if (old?.signature === signature) continue;
    const fresh = element(invoice, old?.element.querySelector("details")?.open ?? false);
    if (old) swap(old.element, fresh);
    else $("bills").prepend(fresh);
    drawn.set(invoice.id, { signature, element: fresh });
  }
  $("bills-empty").hidden = desk.invoices.length > 0;
  const arranged = new Set(desk.hooks.map(trouble => trouble.what));
  for (const chip of $("troubles").querySelectorAll("button"))
    chip.setAttribute("aria-pressed", arranged.has(chip.dataset.what));
}

// An act redraws the invoice; who was on one of its buttons stays on the button of the same name, or on the first.
function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(fresh);
  if (!focused) return;
  const same = [...fresh.querySelectorAll("button, summary")].find(one => one.textContent === focused.textContent);
  (same ?? fresh.querySelector("button, summary"))?.focus({ preventScroll: true });
}

async function follow(stopped) {
  let version = null;
  while (!stopped.aborted) {
    try {
      const response = await fetch(`${api}/desk${version === null ? "" : `?wait=25&since=${version}`}`, { signal: stopped });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const desk = await response.json();
      if (desk.version !== version) draw(desk);
      version = desk.version;
    } catch {
      if (stopped.aborted) return;
      await new Promise(resolve => setTimeout(resolve, 1000));
    }
  }
}

// Nobody is asked while the panel is shut.
$("desk").addEventListener("toggle", () => {
  following?.abort();
  following = null;
  if (!$("desk").open) return;
  following = new AbortController();
  follow(following.signal);
});

$("troubles").append(...Object.entries(troubles).map(([what, label]) => make("button", {
  type: "button", class: "chip", "data-testid": `trouble-${what}`, "data-what": what, "aria-pressed": "false",
  onclick: ({ currentTarget: chip }) => (chip.getAttribute("aria-pressed") === "true"
    ? call("DELETE", `/desk/hooks?what=${what}`)
    : call("POST", "/desk/hooks", { what })).catch(error => toast(error.message)),
}, label)));

// As with the gateway: beside the chat there is room.
const fit = () => { $("desk").open = wide.matches; };
wide.addEventListener("change", fit);
fit();
