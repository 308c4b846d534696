import { call } from "/sandbox/api.js";
import { toast } from "/sandbox/notice.js";

const $ = id => document.getElementById(id);
const wide = matchMedia("(min-width: 60rem)");
let suggested = "";

// Beside the chat there is room; on a phone it opens on demand.
const fit = () => { $("gateway").open = wide.matches; };
wide.addEventListener("change", fit);
fit();

document.addEventListener("info", ({ detail: info }) => {
  $("hints").textContent = info.store_url ? `The store's API: ${info.store_url}` : "";
});

function numbersIn(chat) {
  const found = new Set();
  for (const message of [...chat.messages].reverse()) {
    const words = [message.text ?? "", ...(message.buttons ?? []).flat().map(button => button.copy_text ?? "")].join("\n");
    for (const [number] of words.matchAll(/\+\d[\d ()-]{5,18}\d/g)) found.add(`+${number.replace(/\D/g, "")}`);
  }
  return [...found].slice(0, 20);
}

document.addEventListener("chat", ({ detail: chat }) => {
  const numbers = numbersIn(chat);
  $("numbers").replaceChildren(...numbers.map(number => new Option(number, number)));
  $("recent").replaceChildren(...numbers.slice(0, 4).map(number => {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "chip";
    chip.dataset.testid = "gateway-number";
    chip.textContent = number;
    chip.addEventListener("click", () => { $("sms-to").value = number; });
    return chip;
  }));
  // Follows the newest number until somebody types another.
  if ($("sms-to").value === suggested) $("sms-to").value = suggested = numbers[0] ?? "";
});

$("sms").addEventListener("submit", async event => {
  event.preventDefault();
  const result = $("sms-result");
  const button = event.submitter;
  button.disabled = true;
  try {
    const answer = await call("POST", "/sms", { from: $("sms-from").value, to: $("sms-to").value, text: $("sms-text").value });
    const fine = answer.status >= 200 && answer.status < 300;
    result.textContent = answer.status ? `${fine ? "Delivered" : "Refused"}: ${answer.status} ${answer.body}` : `Not delivered: ${answer.error}`;
    result.className = `result ${fine ? "good" : "bad"}`;
    // On a phone the panel covers the very message that was sent for.
    if (fine && !wide.matches) {
      $("gateway").open = false;
      toast("Delivered");
    }
    // Another code for the next message, so that they can be told apart.
    if (fine && /^Your code is \d{5}$/.test($("sms-text").value))
      $("sms-text").value = `Your code is ${10000 + Math.floor(Math.random() * 90000)}`;
  } catch (error) {
    result.textContent = error.message;
    result.className = "result bad";
  } finally {
    result.hidden = false;
    button.disabled = false;
  }
});
