// One message as elements. Foreign text only ever becomes text nodes.

import { isInvoice, price } from "/sandbox/pay.js";

const tags = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child != null));
  return element;
}

export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

const icons = {
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  away: "M7 17 17 7M9 7h8v8",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
};

function safeUrl(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:", "tg:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function link(url, attributes = {}) {
  const href = safeUrl(url);
  return make("a", { ...attributes, href, target: "_blank", rel: "noopener noreferrer" });
}

function elementFor(entity, text, actions) {
  switch (entity.type) {
    case "text_link":
      return isInvoice(entity.url)
        ? make("button", { type: "button", class: "command", onclick: () => actions.open(entity.url) })
        : link(entity.url);
    case "bot_command":
      return make("button", { type: "button", class: "command", onclick: () => actions.say(text) });
    case "spoiler": {
      const spoiler = make("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text, press to show" });
      const show = () => {
        spoiler.classList.add("shown");
        for (const name of ["role", "tabindex", "aria-label"]) spoiler.removeAttribute(name);
      };
      spoiler.addEventListener("click", show);
      spoiler.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(); } });
      return spoiler;
    }
    case "date_time":
      return moment(entity.unix_time, entity.date_time_format, text);
    default:
      return make(tags[entity.type] ?? "span");
  }
}

// A moment in the reader's own zone, as clients show it; the text of the message is there for those that cannot.
function moment(unix, format, text) {
  const at = new Date(unix * 1000);
  const element = make("time", { datetime: at.toISOString(), title: text });
  const show = () => { element.textContent = format === "r" ? distance(at) : inZone(at, format) || text; };
  show();
  if (format === "r") {
    const timer = setInterval(() => element.isConnected ? show() : clearInterval(timer), 20_000);
  }
  return element;
}

function inZone(at, format) {
  const parts = {};
  if (format.includes("w")) parts.weekday = "long";
  if (/d/i.test(format)) Object.assign(parts, { year: "numeric", month: format.includes("D") ? "long" : "short", day: "numeric" });
  if (/t/i.test(format)) Object.assign(parts, { hour: "2-digit", minute: "2-digit" });
  return format ? at.toLocaleString([], parts) : "";
}

function distance(at) {
  const seconds = (at - Date.now()) / 1000;
  const [size, unit] = [[86_400, "day"], [3_600, "hour"], [60, "minute"]].find(([size]) => Math.abs(seconds) >= size) ?? [1, "second"];
  return new Intl.RelativeTimeFormat([], { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

// Entities come outer before inner, so one walk nests them.
function fill(parent, text, from, to, entities, actions) {
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    parent.append(text.slice(at, start));
    const element = elementFor(entity, text.slice(start, end), actions);
    if (entity.type !== "date_time") fill(element, text, start, end, entities, actions);
    parent.append(element);
    at = end;
  }
  parent.append(text.slice(at, to));
}

function formatted(text, entities, actions) {
  const body = make("div", { class: "text", dir: "auto" });
  fill(body, text, 0, text.length, [...(entities ?? [])], actions);
  return body;
}

function payButton(text, message, actions, look = "inline") {
  const { paid, id } = message.invoice;
  return make("button", {
    type: "button", class: look, "data-testid": "pay-button", disabled: paid || id == null, onclick: () => actions.pay(id),
  }, make("span", { class: "label" }, paid ? "Paid" : text.replaceAll("XTR", "⭐")));
}

function inlineButton(button, message, actions) {
  const look = "inline" + (button.style ? ` style-${button.style}` : "");
  if (button.pay && message.invoice)
    return payButton(button.text, message, actions, look);
  if (button.url != null && isInvoice(button.url))
    return make("button", {
      type: "button", class: look, "data-testid": "url-button", onclick: () => actions.open(button.url),
    }, make("span", { class: "label" }, button.text));
  if (button.copy_text != null)
    return make("button", {
      type: "button", class: look, "data-testid": "copy-button", title: `Copy ${button.copy_text}`,
      onclick: event => actions.copy(button.copy_text, event.currentTarget),
    }, make("span", { class: "label" }, button.text), make("span", { class: "corner" }, icon(icons.copy)));
  if (button.url != null) {
    const anchor = link(button.url, { class: look, "data-testid": "url-button" });
    anchor.append(make("span", { class: "label" }, button.text), make("span", { class: "corner" }, icon(icons.away)));
    return anchor;
  }
  return make("button", {
    type: "button", class: look, "data-testid": "inline-button",
    disabled: button.callback_data == null,
    onclick: event => actions.tap(message, button, event.currentTarget),
  }, make("span", { class: "label" }, button.text));
}

// Telegram adds the button where the bot gave none.
function invoiceRows(message, actions) {
  if (!message.invoice || message.buttons?.flat().some(button => button.pay)) return [];
  return [make("div", { class: "row" }, payButton(`Pay ${price(message.invoice.amount, message.invoice.currency)}`, message, actions))];
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function messageElement(message, actions) {
  const time = new Date(message.sent_at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const photo = message.photo && make("a", { href: message.photo.url, target: "_blank", rel: "noopener" }, make("img", {
    src: message.photo.url, width: message.photo.width, height: message.photo.height, alt: message.text ?? "Picture", "data-testid": "photo",
  }));
  const file = message.document && make("a", { class: "file", href: message.document.url, download: message.document.name, "data-testid": "document" },
    make("span", { class: "file-icon" }, icon(icons.file)),
    make("span", {}, make("span", { class: "file-name" }, message.document.name), make("span", { class: "quiet" }, size(message.document.size))));
  const quote = message.reply_to && make("button", { type: "button", class: "quote", onclick: () => actions.show(message.reply_to.message_id) },
    make("span", { class: "quote-who" }, message.reply_to.from === "bot" ? "Bot" : "You"),
    make("span", { class: "quote-text" }, message.reply_to.text ?? "File"));
  // A sticker, a voice message, a place: said, not drawn.
  const invoice = message.invoice && make("div", { class: "invoice", "data-testid": "invoice" },
    make("strong", {}, message.invoice.title),
    make("span", {}, message.invoice.description),
    make("span", { class: "invoice-amount" }, price(message.invoice.amount, message.invoice.currency)));
  const kind = message.kind && !invoice ? make("div", { class: "quiet", "data-testid": "kind" }, message.kind.replaceAll("_", " ")) : null;
  const origin = (message.forwarded || message.via_bot) && make("div", { class: "origin", "data-testid": "origin" },
    message.forwarded ? `Forwarded from ${message.forwarded}` : `via @${message.via_bot}`);
  const meta = make("div", { class: "meta" },
    make("button", { type: "button", class: "reply", title: "Forward", "aria-label": "Forward this message to the bot", "data-testid": "forward", onclick: () => actions.forward(message) }, "↪"),
    make("button", { type: "button", class: "reply", title: "Reply", "aria-label": "Reply to this message", "data-testid": "reply", onclick: () => actions.reply(message) }, "↩"),
    message.edited ? make("span", {}, "edited") : null,
    make("time", { datetime: message.sent_at }, time));

  const bubble = make("div", { class: "bubble" },
    make("span", { class: "hidden" }, message.from === "bot" ? "Bot: " : "You: "),
    origin, quote, photo, file, invoice, kind,
    message.text ? formatted(message.text, message.entities, actions) : null,
    meta);
  const added = invoiceRows(message, actions);
  const buttons = (message.buttons || added.length > 0) && make("div", { class: "buttons" },
    ...added,
    ...(message.buttons ?? []).map(row => make("div", { class: "row" }, ...row.map(button => inlineButton(button, message, actions)))));
  return make("article", { class: `message ${message.from}`, id: `m${message.message_id}`, "data-testid": "message", "data-from": message.from, "data-message-id": message.message_id },
    make("div", { class: "stack" }, bubble, buttons || null));
}
