#!/usr/bin/env node
// A way to pay of your own, between the store and whatever takes the money. Needs nothing but Node.js 18 or newer.
//
//     PAY_SECRET=whsec_... node page.mjs
//
// The store asks for a payment (POST /), the payer opens its page (GET /pay/...) and taps the button, the store hears of it. PORT is 5090
// if it is not set, and PAY_URL is where payers reach the page. It takes no money: put your acquirer where paid() is called.
// The payments are kept in memory; keep them in your database.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const secret = process.env.PAY_SECRET ?? '';
if (!/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret)) {
  console.error('PAY_SECRET must be whsec_ and base64: echo "whsec_$(openssl rand -base64 32)"');
  process.exit(2);
}

const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
const payments = new Map();
const now = () => Math.floor(Date.now() / 1000);

// Standard Webhooks: both sides sign what they send, with the same secret.
const sign = (id, timestamp, body) =>
  `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;

function isSigned(headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers;
  if (!id || !/^\d{1,12}$/.test(timestamp ?? '') || Math.abs(now() - Number(timestamp)) > 300) return false;
  const expected = Buffer.from(sign(id, timestamp, body));
  return signatures.split(' ').map(one => Buffer.from(one)).some(one => one.length === expected.length && timingSafeEqual(one, expected));
}

// The news of a payment: where it stands now, and all that came for it up to now.
const told = ({ id, state, received, currency, at }) => ({ id, state, ...(received && { received, currency }), at });

function change(payment, changes) {
  Object.assign(payment, changes, { at: new Date().toISOString() });
  tell(payment);
}

// Until the store says 2xx it may not have heard. It may hear the same twice: it credits once.
async function tell(payment) {
  for (let pause = 1; payment.hook_url; pause = Math.min(pause * 2, 600)) {
    const [id, timestamp, body] = [`msg_${randomUUID()}`, `${now()}`, JSON.stringify(told(payment))];
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': sign(id, timestamp, body),
    };
    try {
      const { status, ok } = await fetch(payment.hook_url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
      if (ok) return;
      console.error(`${payment.id}: the store answers ${status}, telling it again in ${pause} s`);
    } catch {
      console.error(`${payment.id}: the store does not answer, telling it again in ${pause} s`);
    }
    await sleep(pause * 1000);
  }
}

const isOver = payment => payment.state === 'open' && Date.parse(payment.expires_at) < Date.now();

// The calls of the store. Whatever it asks for may be asked for again: an answer gets lost now and then.
const calls = {
  'payment.check': () => ({}),
  'payment.start': request => {
    const { type, ...asked } = request;
    if (!payments.has(asked.id)) payments.set(asked.id, { ...asked, state: 'open', at: new Date().toISOString() });
    return { url: link(asked.id), expires_at: payments.get(asked.id).expires_at };
  },
  'payment.read': ({ id }) => payments.has(id) && { ...told(payments.get(id)), url: link(id) },
  'payment.list': ({ since }) => ({
    payments: [...payments.values()].filter(payment => Date.parse(payment.at) >= Date.parse(since)).map(told),
  }),
  'payment.refund': ({ id }) => {
    const payment = payments.get(id);
    if (!payment?.received) return false;
    // Here your acquirer gives the money back. Answer so only once it has said yes.
    if (payment.state !== 'refunded') change(payment, { state: 'refunded' });
    return { state: 'refunded' };
  },
};

// Here your acquirer says that the money has come, and how much of it.
const paid = (payment, received) => change(payment, { state: 'paid', received });

const escape = text => String(text ?? '').replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
const html = payment => `<!doctype html><html lang="${escape(payment.language)}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${escape(payment.description)}</title>
<h1>${escape(payment.amount)} ${escape(payment.currency)}</h1><p>${escape(payment.description)}</p>
${payment.state === 'open' ? '<form method="post"><button>Pay</button></form>' : `<p>${escape(payment.state)}</p>`}
${payment.return_url ? `<p><a href="${escape(payment.return_url)}">Back</a></p>` : ''}</html>`;

async function answer(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const page = /^\/pay\/(pay_[0-9a-f]{32})$/.exec(request.url);
  if (page) {
    const payment = payments.get(page[1]);
    if (!payment) return [404, 'text/plain', 'There is no such payment'];
    if (isOver(payment)) change(payment, { state: 'expired' });
    if (request.method === 'POST' && payment.state === 'open') paid(payment, payment.amount);
    if (request.method === 'POST') return [303, 'text/plain', '', { location: request.url }];
    return [200, 'text/html; charset=utf-8', html(payment)];
  }

  if (request.method !== 'POST' || request.url !== '/') return [404, 'text/plain', 'There is nothing here'];
  if (!isSigned(request.headers, body)) return [401, 'application/json', '{"error":"signature"}'];
  const asked = JSON.parse(body);
  const call = Object.hasOwn(calls, asked.type) ? calls[asked.type] : undefined;
  if (!call) return [501, 'application/json', '{"error":"not offered"}'];
  const said = call(asked);
  return said ? [200, 'application/json', JSON.stringify(said)] : [404, 'application/json', '{"error":"unknown payment"}'];
}

const server = createServer(async (request, response) => {
  const [status, type, text, more] = await answer(request).catch(() => [400, 'application/json', '{"error":"request"}']);
  response.writeHead(status, { 'content-type': type, ...more }).end(text);
});
server.listen(Number(process.env.PORT ?? 5090), '127.0.0.1', () => console.log(`Listening on ${base()}`));

function base() {
  return (process.env.PAY_URL ?? `http://127.0.0.1:${server.address().port}`).replace(/\/$/, '');
}

function link(id) {
  return `${base()}/pay/${id}`;
}
