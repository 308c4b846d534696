// Signs and verifies by the gateways' own packages, and by those of our customers: a JSON object a line in, one a line out.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const { pathToFileURL } = require('node:url');
const twilio = require('twilio/lib/webhooks/webhooks');
const { TelnyxWebhook } = require('telnyx/lib/webhooks.js');

// Plivo's package only compares. What it compares with is what it hands out here, made by it alone.
let lastDigest;
const createHmac = crypto.createHmac;
crypto.createHmac = (...args) => {
  const hmac = createHmac(...args);
  const digest = hmac.digest.bind(hmac);
  hmac.digest = (encoding) => (lastDigest = digest(encoding));
  return hmac;
};
const { validateV3Signature } = require('plivo');
const SMSActivate = require('sms-activate');
const { HeroSMSClient } = require('hero-sms');
const { Webhook } = require('standardwebhooks');
const https = require('node:https');
const http = require('node:http');
const CryptoBot = require('crypto-bot-api');
// What it checks webhooks with is no export of the package.
const { checkSignature } = require(path.join(__dirname, 'node_modules/crypto-bot-api/lib/classes/ClientEmitter.js'));
const CryptoPayWebhooks = require('@foile/crypto-pay-api/src/webhooks.js');

// The private key of a seed, in the form in which node takes it.
const telnyxKey = (seed) =>
  crypto.createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(seed, 'hex')]),
    format: 'der',
    type: 'pkcs8',
  });

const actions = {
  'twilio.sign': ({ secret, url, form, algorithm }) => twilio.getExpectedTwilioSignature(secret, url, form, algorithm),
  'twilio.verify': ({ secret, url, form, signature, algorithm }) => twilio.validateRequest(secret, signature, url, form, algorithm),
  'plivo.sign': ({ secret, url, form, nonce }) => {
    validateV3Signature('POST', url, nonce, secret, '', form);
    return lastDigest;
  },
  'plivo.verify': ({ secret, url, form, nonce, signature }) => validateV3Signature('POST', url, nonce, secret, signature, form),
  'telnyx.key': ({ secret }) => crypto.createPublicKey(telnyxKey(secret)).export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64'),
  'telnyx.sign': ({ secret, timestamp, body }) => crypto.sign(null, Buffer.from(`${timestamp}|${body}`), telnyxKey(secret)).toString('base64'),
  'cryptopay.sign': ({ token, body }) => {
    checkSignature(token, '', JSON.parse(body));
    return lastDigest;
  },
  'cryptopay.verify': ({ token, body, signature }) => [
    checkSignature(token, signature, JSON.parse(body)),
    CryptoPayWebhooks.prototype.verifyUpdate.call({ token }, JSON.parse(body), signature),
  ],
  // As it is, but for TLS, which a server on loopback has not.
  'cryptopay.call': async ({ url, token, method, args }) => {
    const { request } = https;
    https.request = http.request;
    try {
      return JSON.stringify(await new CryptoBot(token, url)[method](...args));
    } catch (error) {
      return error.message;
    } finally {
      https.request = request;
    }
  },
  // As it is, but for the address.
  'activation.call': async ({ url, key, method, args }) => {
    const client = new SMSActivate(key);
    client.session.defaults.baseURL = url;
    try {
      return JSON.stringify(await client[method](...args));
    } catch (error) {
      return error.name;
    }
  },
  'hero.call': async ({ url, key, method, args }) => {
    const client = new HeroSMSClient({ apiKey: key, baseUrl: url });
    try {
      return JSON.stringify((await client[method](...args)) ?? null);
    } catch (error) {
      return `${error.name}: ${error.code}`;
    }
  },
  // By the schema that the OpenAPI Initiative publishes for the version that the document names.
  'openapi.problems': async ({ document }) => {
    const { Validator } = await import('@seriousme/openapi-schema-validator');
    const { valid, errors } = await new Validator().validate(document);
    return valid ? [] : [errors].flat().map((error) => (typeof error === 'string' ? error : `${error.instancePath} ${error.message}`));
  },
  // The types of the document, a client written against them, compiled strictly, and what it is told by the store.
  'openapi.client': async ({ document, url, key }) => {
    const { default: openapiTS, astToString } = await import('openapi-typescript');
    const ts = require('typescript');
    const folder = path.join(__dirname, 'generated');
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
    fs.writeFileSync(path.join(folder, 'schema.d.ts'), astToString(await openapiTS(document)));
    fs.copyFileSync(path.join(__dirname, 'openapi-client.ts'), path.join(folder, 'client.ts'));
    const program = ts.createProgram([path.join(folder, 'client.ts')], {
      strict: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
    });
    const problems = ts.getPreEmitDiagnostics(program).map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, ' '));
    if (problems.length > 0) return { problems, said: [] };
    program.emit();
    const { run } = await import(pathToFileURL(path.join(folder, 'client.js')));
    return { problems, said: await run(url, key) };
  },
  // What a Bot API sent, as literals of grammY's types: a field that is missing, unknown or of another type is a problem.
  'telegram.problems': ({ samples }) => {
    const ts = require('typescript');
    const folder = path.join(__dirname, 'generated');
    fs.mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'telegram.ts');
    fs.writeFileSync(
      file,
      [
        "import type * as Telegram from '@grammyjs/types';",
        ...samples.map(({ type, value }, i) => `export const sample${i}: Telegram.${type} = ${JSON.stringify(value)};`),
      ].join('\n'),
    );
    const program = ts.createProgram([file], {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: [],
    });
    // One line a sample, after the import.
    const problems = samples.map(() => []);
    for (const { file: source, start, messageText } of ts.getPreEmitDiagnostics(program))
      problems[source.getLineAndCharacterOfPosition(start).line - 1].push(ts.flattenDiagnosticMessageText(messageText, ' '));
    return problems;
  },
  'webhook.verify': ({ secret, headers, body, now }) => {
    Date.now = () => now * 1000;
    try {
      return JSON.stringify(new Webhook(secret).verify(Buffer.from(body, 'base64'), headers));
    } catch (error) {
      return error.name;
    }
  },
  'telnyx.verify': async ({ key, timestamp, body, signature, now }) => {
    Date.now = () => now * 1000;
    try {
      await new TelnyxWebhook(key).verify(body, { 'telnyx-timestamp': timestamp, 'telnyx-signature-ed25519': signature });
      return true;
    } catch {
      return false;
    }
  },
};

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    process.stdout.write(JSON.stringify({ answer: await actions[request.action](request) }) + '\n');
  }
})();
