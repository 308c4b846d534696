#!/usr/bin/env node
// Buys a number, waits for the code that is texted to it, and prints it. Needs nothing but Node.js 18 or newer.
//
//     XTHON_KEY=xk_... node buy.mjs SERVICE [MAX_PRICE]
//
// SERVICE is a name, a code or an id, as GET /services lists them. The code alone goes to stdout, everything else to stderr.
// Ends with 0 if there is a code, with 1 if none came and the money is back, with 2 if the store refused.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const api = `${(process.env.XTHON_URL ?? 'http://127.0.0.1:5080').replace(/\/$/, '')}/api/v2`;
const tries = 8;
const say = text => console.error(text);

class Refused extends Error {}

// The data of the answer. A request that got none is sent again; a command carries a key, so that it is carried out once.
async function ask(method, path, key) {
  const headers = { 'X-API-Key': process.env.XTHON_KEY ?? '', ...(key && { 'Idempotency-Key': key }) };
  for (let attempt = 0; attempt < tries; attempt++) {
    let pause = Math.min(2 ** attempt, 10);
    try {
      const response = await fetch(api + path, { method, headers, signal: AbortSignal.timeout(40_000) });
      const later = response.headers.get('Retry-After');
      if (response.ok) return (await response.json()).data;
      if (response.status < 500 && later === null) throw new Refused((await response.json()).message);
      pause = Number(later ?? pause);
    } catch (error) {
      if (error instanceof Refused) throw error; // Anything else: no connection, no answer, or half of one.
    }
    say(`No answer yet, asking again in ${pause} s`);
    await sleep(pause * 1000);
  }
  throw new Refused('The store does not answer');
}

async function buy(wanted, most) {
  const services = await ask('GET', '/services');
  const service = services.find(s => [s.id, s.code, s.name].includes(wanted));
  if (!service) throw new Refused(`There is no ${wanted}; there is ${services.map(s => s.name).join(', ')}`);
  // One key for one purchase, however often it is sent.
  return ask('POST', `/services/${service.id}/buy${most ? `?max_price=${encodeURIComponent(most)}` : ''}`, randomUUID());
}

async function wait(order) {
  while (order.status === 'PENDING' && order.number === null) { // It is fetched from a supplier.
    await sleep(1000);
    order = await ask('GET', `/transactions/${order.id}`);
  }

  const giveBack = () => ask('POST', `/transactions/${order.id}/cancel`, randomUUID()).catch(refused => say(refused.message));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, giveBack);
  if (order.number) say(`${order.number} for ${order.price}, until ${order.expires_at}; Ctrl-C gives it back`);
  // Also after giving it back: a code that was faster is the customer's, and paid for.
  let state = order;
  while (state.status === 'PENDING') state = await ask('GET', `/transactions/${order.id}/code?wait=25`);
  return state;
}

const [wanted, most] = process.argv.slice(2);
try {
  if (!wanted) throw new Refused('usage: XTHON_KEY=xk_... node buy.mjs SERVICE [MAX_PRICE]');
  const state = await wait(await buy(wanted, most));
  if (state.code) console.log(state.code);
  else say(`No code: ${state.status}, the money is back`);
  process.exitCode = state.code ? 0 : 1;
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  say(error.message);
  process.exitCode = 2;
}
