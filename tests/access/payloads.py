"""What somebody with bad intentions types into a field."""

from __future__ import annotations

from collections.abc import Callable

MARK = "qzx"  # stands in each payload, and nowhere else
PAYLOADS = (
    f"<script>alert('{MARK}0')</script>",
    f"\"onmouseover=\"alert('{MARK}1')",
    f"'onfocus='alert({MARK}2)' autofocus='",
    f"javascript:alert('{MARK}3')",
    f"{{{{7*7}}}}{MARK}4{{%print 6*7%}}",
    f"<img src=x onerror=alert('{MARK}5')>",
    f"</title><svg/onload=alert('{MARK}6')>",
    f"<a href=\"javascript:alert('{MARK}7')\">x</a>",
    f'</textarea><iframe srcdoc="<script>{MARK}8</script>">',
    f"<style>@import'//{MARK}9.example'</style>",
    f"&lt;b&gt;{MARK}10&#x3c;script&#x3e;",
    f"%(name)s {MARK}11 %s %(x)d <base href=//{MARK}>",
)
A_BATCH = len(PAYLOADS) // 2  # so many stand in one field: two lanes hold them all in each
LANES = {"own": 0, "other": 1}


def payload(name: str, batch: int) -> str:
    """What stands in a field in a batch: the payloads rotate over fields and batches."""
    start = sum(name.encode()) + batch * A_BATCH
    return " ".join(PAYLOADS[(start + at) % len(PAYLOADS)] for at in range(A_BATCH))


def canary(lane: str, name: str) -> str:
    """The word by which a field's text is known wherever it turns up."""
    return f"kanarie{lane}{name.replace('_', '')}"


def typed(lane: str) -> Callable[[str], str]:
    """What stands in each field of a lane."""
    return lambda name: f"{canary(lane, name)} {payload(name, LANES[lane])}"
