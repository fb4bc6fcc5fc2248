"""The audit trail against the public log, from STATEMENT.md (sections 5 and 14) alone.

    audit.py AUDIT.jsonl LOG       AUDIT.jsonl as the auditor exports it, LOG as `verify-log --export` writes it

One `ok` or `not ok` line for each check: the lines chain, and every head that a leaf commits to is one that they had."""

import hashlib, json, pathlib, sys


def label(text): return len(text).to_bytes(2, "big") + text.encode()


def commitment(count, last):
    """What a leaf of event 8 says."""
    return hashlib.sha256(label("goodstanding/audit/v1") + count.to_bytes(8, "big") + bytes.fromhex(last)).digest()


def heads(lines):
    """The commitment to each head that the trail has had; raises where the lines do not chain."""
    found, previous = {}, "0" * 64
    for count, line in enumerate(lines):
        entry = json.loads(line)
        # Personal values lie beside the trail; the export shows them in the same object.
        entry.pop("changes", None)
        said, entry["hash"] = entry["hash"], ""
        text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
        if entry["index"] != count or entry["previous"] != previous or hashlib.sha256(text.encode()).hexdigest() != said:
            raise ValueError(f"the trail is broken at line {count}")
        previous = said
        found[commitment(count + 1, said)] = count + 1
    return found


def leaves(log):
    """The leaves of an exported log, by their entry tiles."""
    size = int((log / "checkpoint").read_text().split("\n")[1])
    tiles = sorted(path for path in (log / "tile/entries").rglob("*") if path.is_file())
    data = b"".join(path.read_bytes() for path in tiles)
    found = []
    while data:
        width = int.from_bytes(data[:2], "big")
        found, data = found + [data[2:2 + width]], data[2 + width:]
    if len(found) != size:
        raise ValueError(f"{len(found)} leaves, the checkpoint says {size}")
    return found


def anchors(log):
    """Index and commitment of each leaf that speaks of the audit trail."""
    head = label("goodstanding/leaf/v1")
    for index, leaf in enumerate(leaves(log)):
        if not leaf.startswith(head):
            raise ValueError(f"leaf {index} has another label")
        rest = leaf[len(head):]
        if rest[8] == 8:
            if len(rest) != 8 + 1 + 32: raise ValueError(f"leaf {index} has another length")
            yield index, rest[9:]


def judge(lines, log):
    """Yields (what was checked, why it does not hold or None)."""
    try: known = heads(lines)
    except (ValueError, KeyError) as error: return (yield "the lines of the trail chain", error)
    yield "the lines of the trail chain", None
    seen = 0
    for index, said in anchors(log):
        seen += 1
        yield f"leaf {index} commits to the trail as it is", None if said in known else "the trail never had this head"
    yield "the log commits to the trail", None if seen else "there is no such leaf"


if __name__ == "__main__":
    if commitment(3, "aa" * 32).hex() not in (pathlib.Path(__file__).parents[2] / "src/crypto/STATEMENT.md").read_text():
        sys.exit("not ok the vector of STATEMENT.md is another")
    lines = pathlib.Path(sys.argv[1]).read_text().splitlines()
    results = list(judge(lines, pathlib.Path(sys.argv[2])))
    for what, why in results: print(f"not ok {what} - {why}" if why else f"ok {what}")
    sys.exit(any(why for _, why in results))
