// A customer's client of what openapi-typescript makes of the store's document: that it compiles says that everything in it has a type.
import createClient from "openapi-fetch";
import type { components, paths, webhooks } from "./schema.js";

type Status = components["schemas"]["TransactionStatus"];
type MessageEvent = webhooks["transaction.message"]["post"]["requestBody"]["content"]["application/json"];

export async function run(baseUrl: string, key: string): Promise<string[]> {
  const store = createClient<paths>({ baseUrl, headers: { "X-API-Key": key } });
  const said: string[] = [];
  const service = (await store.GET("/api/v2/services")).data!.data[0]!;
  said.push(`${service.code} ${service.stock + 1}`);
  const dear = await store.POST("/api/v2/services/{service_id}/buy", { params: { path: { service_id: service.code }, query: { max_price: "0.50" } } });
  said.push(`${dear.response.status} ${dear.error!.message}`);
  const bought = (await store.POST("/api/v2/services/{service_id}/buy", { params: { path: { service_id: service.id }, header: { "Idempotency-Key": "order-4711" } } })).data!.data;
  const pending: Status = bought.status;
  said.push(pending);
  const code = await store.GET("/api/v2/transactions/{transaction_id}/code", { params: { path: { transaction_id: bought.id }, query: { wait: 0 } } });
  said.push(`${code.data!.data.code ?? "none"}`);
  said.push((await store.POST("/api/v2/transactions/{transaction_id}/cancel", { params: { path: { transaction_id: bought.id } } })).data!.data.refunded);
  const list = await store.GET("/api/v2/transactions", { params: { query: { status: ["CANCELED", "PENDING"], limit: 10 } } });
  said.push(list.data!.data.items.map((one) => one.status).join(" "));
  const made = await store.POST("/api/v2/webhooks", { body: { url: "https://example.com/xthon", events: ["transaction.succeeded", "balance.low"], balance_below: "5.00" } });
  const id = made.data!.data.webhook.id;
  const off = await store.PATCH("/api/v2/webhooks/{webhook_id}", { params: { path: { webhook_id: id } }, body: { enabled: false } });
  said.push(`${off.data!.data.enabled} ${off.data!.data.disabled_reason} ${off.data!.data.balance_below}`);
  const never = await store.PATCH("/api/v2/webhooks/{webhook_id}", { params: { path: { webhook_id: id } }, body: { balance_below: "off" } });
  said.push(`${never.data!.data.balance_below}`);
  // @ts-expect-error There is no such event.
  await store.POST("/api/v2/webhooks", { body: { url: "https://example.com/xthon", events: ["transaction.lost"] } });
  return said;
}

export const told = (event: MessageEvent): string | null => (event.type === "transaction.message" ? event.data.code : null);
