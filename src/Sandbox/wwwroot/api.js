// The control API.

export const api = "/sandbox/api";

export async function call(method, path, body) {
  const form = body instanceof FormData;
  const response = await fetch(api + path, {
    method,
    headers: body && !form ? { "content-type": "application/json" } : {},
    body: body && !form ? JSON.stringify(body) : body,
  });
  const answer = response.status === 204 ? null : await response.json().catch(() => ({ error: `HTTP ${response.status}` }));
  if (!response.ok) throw new Error(answer?.error ?? `HTTP ${response.status}`);
  return answer;
}
