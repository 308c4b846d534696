#!/usr/bin/env python3
"""Buys a number, waits for the code that is texted to it, and prints it. Needs nothing but Python 3.

    XTHON_KEY=xk_... python3 buy.py SERVICE [MAX_PRICE]

SERVICE is a name, a code or an id, as GET /services lists them. The code alone goes to stdout, everything else to stderr.
Ends with 0 if there is a code, with 1 if none came and the money is back, with 2 if the store refused.
"""
import http.client
import json
import os
import signal
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

API = os.environ.get("XTHON_URL", "http://127.0.0.1:5080").rstrip("/") + "/api/v2"
TRIES = 8


class Refused(Exception):
    """The store said no, and why."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def ask(method, path, key=None):
    """The data of the answer. A request that got none is sent again; a command carries a key, so that it is carried out once."""
    headers = {"X-API-Key": os.environ.get("XTHON_KEY", "")} | ({"Idempotency-Key": key} if key else {})
    for attempt in range(TRIES):
        pause = min(2**attempt, 10)
        try:
            request = urllib.request.Request(API + path, method=method, headers=headers)
            try:
                answer = urllib.request.urlopen(request, timeout=40)
            except urllib.error.HTTPError as error:
                answer = error  # An answer as well.
            with answer:
                later = answer.headers.get("Retry-After")
                if answer.status == 200:
                    return json.load(answer)["data"]
                if answer.status < 500 and later is None:
                    raise Refused(json.load(answer)["message"])
                pause = int(later or pause)
        except (OSError, http.client.HTTPException, ValueError):
            pass  # No connection, no answer, or half of one.
        say(f"No answer yet, asking again in {pause} s")
        time.sleep(pause)
    raise Refused("The store does not answer")


def buy(wanted, most=None):
    services = ask("GET", "/services")
    service = next((s for s in services if wanted in (s["id"], s["code"], s["name"])), None)
    if service is None:
        raise Refused(f"There is no {wanted}; there is {', '.join(s['name'] for s in services)}")
    query = "?" + urllib.parse.urlencode({"max_price": most}) if most else ""
    # One key for one purchase, however often it is sent.
    return ask("POST", f"/services/{service['id']}/buy{query}", str(uuid.uuid4()))


def wait(order):
    while order["status"] == "PENDING" and order["number"] is None:  # It is fetched from a supplier.
        time.sleep(1)
        order = ask("GET", f"/transactions/{order['id']}")

    def give_back(number, _):
        signal.signal(number, signal.SIG_DFL)
        try:
            ask("POST", f"/transactions/{order['id']}/cancel", str(uuid.uuid4()))
        except Refused as refused:
            say(refused)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, give_back)
    if order["number"]:
        say(f"{order['number']} for {order['price']}, until {order['expires_at']}; Ctrl-C gives it back")
    # Also after giving it back: a code that was faster is the customer's, and paid for.
    state = order
    while state["status"] == "PENDING":
        state = ask("GET", f"/transactions/{order['id']}/code?wait=25")
    return state


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    try:
        end = wait(buy(*sys.argv[1:]))
    except Refused as refused:
        say(refused)
        sys.exit(2)
    if end["code"] is None:
        sys.exit(f"No code: {end['status']}, the money is back")  # With 1.
    print(end["code"])
