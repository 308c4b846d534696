// The slash menu over the message box, and the keys that work it.

import { make } from "/sandbox/message.js";

const $ = id => document.getElementById(id);
let offered = () => [];
let send = () => {};
let highlighted = -1;

function matching() {
  const typed = $("text").value;
  if (!/^\/\w*$/.test(typed)) return [];
  return offered().filter(({ command }) => command.startsWith(typed.slice(1).toLowerCase()));
}

export function drawCommands() {
  const list = matching();
  highlighted = Math.min(highlighted, list.length - 1);
  $("commands").hidden = list.length === 0;
  $("commands").replaceChildren(...list.map(({ command, description }, index) => make("li", {
    role: "option", id: `command-${index}`, "aria-selected": String(index === highlighted),
    onclick: () => { $("text").value = `/${command}`; send(); },
  }, make("b", {}, `/${command}`), make("span", { class: "quiet" }, description))));
  if (highlighted >= 0) {
    $("text").setAttribute("aria-activedescendant", `command-${highlighted}`);
    $(`command-${highlighted}`).scrollIntoView({ block: "nearest" });
  } else {
    $("text").removeAttribute("aria-activedescendant");
  }
}

function onKey(event) {
  const list = $("commands").hidden ? [] : matching();
  if (list.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    highlighted = highlighted < 0 && step < 0 ? list.length - 1 : (highlighted + step + list.length) % list.length;
    drawCommands();
  } else if (list.length && highlighted >= 0 && (event.key === "Tab" || event.key === "Enter")) {
    event.preventDefault();
    $("text").value = `/${list[highlighted].command}` + (event.key === "Tab" ? " " : "");
    highlighted = -1;
    if (event.key === "Enter") send();
    else drawCommands();
  } else if (event.key === "Escape") {
    $("commands").hidden = true;
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  }
}

/** @param commands what the bot offers now  @param submit sends what stands in the box */
export function attachCommands(commands, submit) {
  [offered, send] = [commands, submit];
  $("text").addEventListener("input", () => { highlighted = -1; drawCommands(); });
  $("text").addEventListener("keydown", onKey);
  $("menu").addEventListener("click", () => {
    $("text").value = $("commands").hidden ? "/" : "";
    drawCommands();
    $("text").focus();
  });
}
