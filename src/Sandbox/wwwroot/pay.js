// The sheet that pays an invoice, in the chat and behind a link.

import { call } from "/sandbox/api.js";
import { toast } from "/sandbox/notice.js";

const $ = id => document.getElementById(id);
let payer = () => null;
let open = null;

const stars = invoice => invoice.currency === "XTR";

/** An amount as its payer reads it: 385 ⭐, $5.00, 5 USDT. */
export function price(amount, currency) {
  if (currency === "XTR") return `${amount} ⭐`;
  return currency === "USD" && Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6 ? `$${Number(amount).toFixed(2)}` : `${amount} ${currency}`;
}

/** Whether an address is of an invoice of this sandbox: it then opens here and leads nowhere. */
export function isInvoice(url) {
  try {
    const { origin, pathname, hostname } = new URL(url);
    return (hostname === "t.me" && pathname.startsWith("/$")) || (origin === location.origin && pathname.startsWith("/desk/pay/"));
  } catch {
    return false;
  }
}

export const openUrl = url => show(call("GET", `/desk/find?url=${encodeURIComponent(url)}`));
export const openInvoice = id => show(call("GET", `/desk/invoices/${encodeURIComponent(id)}`));

async function show(asked) {
  try {
    open = await asked;
  } catch (error) {
    toast(error.message);
    return;
  }
  const can = open.actions.includes("pay");
  $("pay-title").textContent = open.title || "Invoice";
  $("pay-description").textContent = open.description;
  $("pay-amount").textContent = price(open.asked, open.currency);
  $("pay-state").textContent = can ? stars(open) ? "You have as many Stars as you like." : "No real money moves." : `This invoice is ${open.state.replace("_", " ")}.`;
  $("pay-error").hidden = true;
  $("pay-ok").textContent = `Pay ${price(open.asked, open.currency)}`;
  $("pay-ok").hidden = !can;
  $("pay-ok").disabled = false;
  if (!$("pay").open) $("pay").showModal();
}

$("pay-form").addEventListener("submit", async event => {
  if (event.submitter !== $("pay-ok")) return; // the other button closes
  event.preventDefault();
  $("pay-ok").disabled = true;
  $("pay-ok").setAttribute("aria-busy", "true");
  $("pay-error").hidden = true;
  try {
    const answer = await call("POST", `/desk/invoices/${open.id}/pay`, { person_id: payer() });
    if (!answer.done) throw new Error(answer.error);
    $("pay").close();
    toast("Paid");
  } catch (error) {
    $("pay-error").textContent = error.message;
    $("pay-error").hidden = false;
    $("pay-ok").disabled = false;
  } finally {
    $("pay-ok").removeAttribute("aria-busy");
  }
});

/** @param who the id of the person on the page */
export const attachPay = who => { payer = who; };
