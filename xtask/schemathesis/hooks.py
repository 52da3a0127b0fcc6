"""What is made up names things that are there.

Numbers and names that nobody knows end at the first look into the database. Two of three fields whose name occurs in the
lists of the demo world so get a value from there; moments and sizes of pages get ones that make sense.
"""

import json
import os
import random
import urllib.request
import zlib

import schemathesis

URL = os.environ["GOSTINY_URL"]
OPERATOR = {"Authorization": "Bearer demo-operator-token"}
SELLER = {"Client-Id": "100001", "Api-Key": "11111111-1111-4111-8111-111111111111"}
LISTS = [
    ("GET", "/operator/v1/" + name, None, OPERATOR)
    for name in ["sellers", "products?limit=100", "postings?limit=100", "returns", "chats", "supply-orders",
                 "promotions", "certificates", "sellers/100001/deliveries", "faults"]
] + [
    ("POST", path, body, SELLER)
    for path, body in [
        ("/v1/warehouse/list", {}),
        ("/v1/delivery-method/list", {"limit": 50}),
        ("/v3/posting/fbs/unfulfilled/list", {"limit": 50, "filter": {
            "cutoff_from": "2026-01-01T00:00:00Z", "cutoff_to": "2026-02-01T00:00:00Z"}}),
        ("/v3/finance/transaction/list", {"page": 1, "page_size": 100, "filter": {
            "date": {"from": "2026-01-01T00:00:00Z", "to": "2026-01-31T00:00:00Z"}}}),
        ("/v1/report/list", {"page": 1, "page_size": 100}),
        ("/v2/category/tree", {}),
        ("/v3/category/attribute", {"category_id": [17036076]}),
    ]
]
MOMENTS = ["2026-01-01T00:00:00Z", "2026-01-12T09:00:00Z", "2026-01-13T21:00:00.5Z", "2026-02-01T00:00:00+03:00"]
SENSIBLE = {
    "limit": [1, 2, 10, 100, 1000],
    "page_size": [1, 10, 100],
    "page": [1, 2],
    "offset": [0, 1, 3],
    "quantity": [1, 2],
    "stock": [0, 5, 100],
    "price": ["590", "1000.5"],
    "last_id": ["", "WzEsMV0="],
    "cursor": [""],
    "dir": ["ASC", "DESC"],
    "name": ["Чайник", "a" * 300],
    "dry_run": [True],
    **{name: MOMENTS for name in ["since", "to", "from", "cutoff_from", "cutoff_to", "at", "date_from", "date_to"]},
}


def gather(value, name, known):
    if isinstance(value, dict):
        for key, inner in value.items():
            gather(inner, key, known)
    elif isinstance(value, list):
        for inner in value:
            gather(inner, name, known)
    elif value not in (None, "", 0) and not isinstance(value, bool):
        values = known.setdefault(name, [])
        if len(values) < 100 and value not in values:
            values.append(value)


def known():
    found = {}
    for verb, path, body, headers in LISTS:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(URL + path, data, headers, method=verb)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                gather(json.load(answer), "", found)
        except urllib.error.HTTPError as error:
            # A list that is refused has another name by now: say so, and do without.
            print(f"hooks.py: {path} answers {error.code} {error.read()[:200]}")
    for name in ["product_id", "sku", "offer_id", "posting_number", "warehouse_id", "client_id"]:
        assert found.get(name), f"no list tells a {name}"
    return {**found, **SENSIBLE}


KNOWN = known()
# Names of the same thing.
ALSO = {"sku_id": "sku", "skus": "sku", "product_ids": "product_id", "offer_ids": "offer_id", "number": "posting_number",
        "posting_numbers": "posting_number", "statuses": "status", "ids": "product_id"}


def meant(value, name, chance):
    if isinstance(value, dict):
        return {key: meant(inner, key, chance) for key, inner in value.items()}
    if isinstance(value, list):
        return [meant(inner, name, chance) for inner in value]
    values = KNOWN.get(name) or KNOWN.get(ALSO.get(name))
    if not values or chance.random() < 1 / 3:
        return value
    drawn = chance.choice(values)
    # A number that travels as its digits stays a text, and the other way round.
    if isinstance(value, str) and isinstance(drawn, int):
        return str(drawn)
    return drawn


@schemathesis.hook
def before_call(context, case, **kwargs):
    told = f"{case.method} {case.path} {case.query} {case.path_parameters} {case.body}"
    chance = random.Random(zlib.crc32(told.encode(errors="replace")))
    for place in ["path_parameters", "query"]:
        if fields := getattr(case, place):
            setattr(case, place, {key: meant(value, key, chance) for key, value in fields.items()})
    if isinstance(case.body, (dict, list)):
        case.body = meant(case.body, "", chance)
