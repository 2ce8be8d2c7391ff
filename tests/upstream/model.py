"""A model of the change protocol, and a search through every interleaving of it.

One number is imported (POST, then PUT), changed (PUT) and released (DELETE) by two workers. Faults
are counted: a worker crashes, a lease ends, a request or its answer is lost, a worker gives up
while its request still travels. There is no time: a lease may end whenever faults are left, and the
quarantine says the one thing that is assumed of time, that nothing may land any more.
"""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

STRANGERS: Final = 9  # the value of a number that somebody else put on the platform
_MOST_SENDS: Final = 9


@dataclass(frozen=True)
class Rules:
    """The parts of the protocol; a control leaves one out. And what the platform is like."""

    look: bool = True  # before a request is sent again
    mark: bool = True  # a request is committed as sent before it is written
    quarantine: bool = True  # sent again only when no earlier request can land
    deadline: bool = True  # who slept after the mark writes nothing
    outcome_cas: bool = True  # outcomes are written under the epoch
    one_open: bool = True  # a number has one open change at most
    birth: bool = True  # a number that was there before is not taken for ours
    refuses_doubles: bool = False
    is_taken: bool = False  # the platform has the number already, from somebody else


class Change(NamedTuple):
    """A change: what it is and how far it is."""

    kind: str
    value: int
    state: str = ""  # nothing, open, done or refused
    sends: int = 0
    epoch: int = 0
    leased: bool = False
    step: int = 0


class Worker(NamedTuple):
    """A worker, and what it believes of the change that it claimed."""

    at: str = "idle"
    change: int = -1
    epoch: int = 0
    sends: int = 0
    seen: str = ""


class Request(NamedTuple):
    """A request on its way, and the worker that waits for its answer, or -1."""

    kind: str
    value: int
    worker: int


class State(NamedTuple):
    """Everything: changes, the row's value or None, the platform's copies, the network, workers."""

    changes: tuple[Change, ...]
    row: int | None = None
    copies: tuple[int, ...] = ()
    network: tuple[Request, ...] = ()
    workers: tuple[Worker, ...] = (Worker(), Worker())
    faults: int = 0
    told_no: bool = False


_CHANGES: Final = (Change("import", 1), Change("update", 2), Change("release", 0))


def start(rules: Rules, faults: int) -> State:
    """Return the state before anything was asked."""
    return State(_CHANGES, copies=(STRANGERS,) if rules.is_taken else (), faults=faults)


def successors(state: State, rules: Rules) -> Iterator[State]:
    """Yield every state that may follow."""
    yield from _asked(state, rules)
    yield from _leases_end(state)
    yield from _network(state, rules)
    for place, worker in enumerate(state.workers):
        if worker.at != "idle" and state.faults:
            yield _crashed(state, place)
        if worker.at == "idle":
            yield from _claims(state, place)
        else:
            yield from _STEPS[worker.at](state, place, rules)


def violation(state: State, rules: Rules) -> str | None:
    """Return what is wrong, if anything is."""
    strangers = state.copies.count(STRANGERS)
    if rules.is_taken and strangers != 1:
        return "stranger touched"
    if len(state.copies) - strangers > 1:
        return "double"
    if state.told_no and state.copies and not rules.is_taken:
        return "told no, is there"
    if state.network or any(change.state == "open" for change in state.changes):
        return None
    if state.row is not None:
        return _of_row(state)
    asked = any(change.state for change in state.changes)
    return "lost track" if asked and state.copies and not rules.is_taken else None


def explore(rules: Rules, faults: int) -> tuple[int, Counter[str], int]:
    """Return how many states there are, the violations, and how many states cannot reach an end."""
    before: dict[State, list[State]] = {start(rules, faults): []}
    found = Counter(_violations(before, rules))
    return len(before), found, len(before) - len(_reaching_an_end(before))


def violations(rules: Rules, faults: int) -> Iterator[str]:
    """Yield what is wrong in each state, those after the fewest steps first."""
    yield from _violations({start(rules, faults): []}, rules)


def _violations(before: dict[State, list[State]], rules: Rules) -> Iterator[str]:
    """Go through all states; note for each the states *before* it."""
    queue = deque(before)
    while queue:
        state = queue.popleft()
        if wrong := violation(state, rules):
            yield wrong
        for after in successors(state, rules):
            if after not in before:
                before[after] = []
                queue.append(after)
            before[after].append(state)


def _reaching_an_end(before: dict[State, list[State]]) -> set[State]:
    alive = {state for state in before if _has_ended(state)}
    queue = deque(alive)
    while queue:
        for state in before[queue.popleft()]:
            if state not in alive:
                alive.add(state)
                queue.append(state)
    return alive


def _has_ended(state: State) -> bool:
    closed = all(change.state in {"done", "refused"} for change in state.changes)
    return closed or state.changes[0].state == "refused"


def _of_row(state: State) -> str | None:
    if not state.copies:
        return "lost"
    return "row differs" if state.copies[-1] != state.row else None


def _asked(state: State, rules: Rules) -> Iterator[State]:
    """The client asks for the next change, once the one before is not open any more."""
    place = next((n for n, change in enumerate(state.changes) if not change.state), None)
    if place is None or (place and state.changes[0].state == "refused"):
        return
    if rules.one_open and any(change.state == "open" for change in state.changes[:place]):
        return
    asked = _change(state, place, state="open")
    yield asked._replace(row=0) if place == 0 else asked


def _leases_end(state: State) -> Iterator[State]:
    for place, change in enumerate(state.changes):
        if change.state != "open" or not change.leased:
            continue
        held = any(
            w.at != "idle" and (w.change, w.epoch) == (place, change.epoch) for w in state.workers
        )
        if not held:
            yield _change(state, place, leased=False)
        elif state.faults:
            yield _change(state, place, leased=False)._replace(faults=state.faults - 1)


def _network(state: State, rules: Rules) -> Iterator[State]:
    for place, request in enumerate(state.network):
        rest = state._replace(network=state.network[:place] + state.network[place + 1 :])
        copies, answer = _landed(request, state.copies, rules)
        landed = rest._replace(copies=copies)
        yield _answered(landed, request.worker, answer)
        if not state.faults:
            continue
        fewer = state.faults - 1
        yield _answered(rest, request.worker, "unknown")._replace(faults=fewer)
        if request.worker >= 0 and state.workers[request.worker].at == "waiting":
            yield _answered(landed, request.worker, "unknown")._replace(faults=fewer)
            travels = tuple(sorted((*rest.network, request._replace(worker=-1))))
            gave_up = _answered(rest, request.worker, "unknown")
            yield gave_up._replace(network=travels, faults=fewer)


def _landed(request: Request, copies: tuple[int, ...], rules: Rules) -> tuple[tuple[int, ...], str]:
    """Return the platform's copies after the request, and its answer."""
    if request.kind == "POST":
        taken = rules.refuses_doubles and copies
        return (copies, "taken") if taken else (tuple(sorted((*copies, 0))), "done")
    if not copies:
        return copies, "absent"
    changed = (request.value,) if request.kind == "PUT" else ()
    return tuple(sorted(copies[:-1] + changed)), "done"


def _answered(state: State, place: int, answer: str) -> State:
    if place < 0 or state.workers[place].at != "waiting":
        return state
    return _worker(state, place, at="answered", seen=answer)


def _crashed(state: State, place: int) -> State:
    sent = (r._replace(worker=-1) if r.worker == place else r for r in state.network)
    crashed = state._replace(network=tuple(sorted(sent)), faults=state.faults - 1)
    return _idle(crashed, place)


def _claims(state: State, place: int) -> Iterator[State]:
    for n, change in enumerate(state.changes):
        if change.state == "open" and not change.leased:
            claimed = _change(state, n, epoch=change.epoch + 1, leased=True)
            yield _worker(
                claimed, place, at="claimed", change=n, epoch=change.epoch + 1, sends=change.sends
            )


def _after_claim(state: State, place: int, rules: Rules) -> Iterator[State]:
    change = state.changes[state.workers[place].change]
    if change.state != "open":
        yield _idle(state, place)
    elif not (change.sends and rules.look):
        yield _worker(state, place, at="looked", seen="send", sends=change.sends)
    elif not (rules.quarantine and state.network):
        seen = _seen(state, change, rules)
        yield _worker(state, place, at="looked", seen=seen, sends=change.sends)


def _seen(state: State, change: Change, rules: Rules) -> str:
    """Return what a look says of the change."""
    kind = _request(change)[0]
    if kind == "DELETE":
        return "send" if state.copies else "done"
    if not state.copies:
        return "send" if kind == "POST" else "absent"
    if kind == "POST":
        return "foreign" if rules.birth and state.copies[-1] == STRANGERS else "done"
    return "done" if state.copies[-1] == change.value else "send"


def _after_look(state: State, place: int, rules: Rules) -> Iterator[State]:
    worker = state.workers[place]
    change = state.changes[worker.change]
    if worker.seen != "send":
        yield _worker(state, place, at="answered")
    elif change.sends >= _MOST_SENDS:
        return
    elif not rules.mark:
        yield _sent(state, place)
    elif not _is_mine(state, worker) or change.sends != worker.sends:
        yield _idle(state, place)
    else:
        marked = _change(state, worker.change, sends=change.sends + 1)
        yield _worker(marked, place, at="marked")


def _after_mark(state: State, place: int, rules: Rules) -> Iterator[State]:
    """It may have slept here while its lease ended; with the deadline it then writes nothing."""
    late = not _is_mine(state, state.workers[place])
    yield _idle(state, place) if late and rules.deadline else _sent(state, place)


def _after_answer(state: State, place: int, rules: Rules) -> Iterator[State]:
    worker = state.workers[place]
    change, n = state.changes[worker.change], worker.change
    mine = _is_mine(state, worker) if rules.outcome_cas else change.state == "open"
    if not mine:
        yield _idle(state, place)
    elif worker.seen == "unknown":
        sends = change.sends if rules.mark else 0
        yield _idle(_change(state, n, leased=False, sends=sends), place)
    elif worker.seen == "done" and (change.kind, change.step) == ("import", 0):
        stepped = _change(state, n, step=1, sends=0)
        yield _worker(stepped, place, at="claimed", sends=0)
    elif worker.seen == "done" or (worker.seen == "absent" and change.kind == "release"):
        row = None if change.kind == "release" else change.value
        closed = _change(state, n, state="done", leased=False)
        yield _idle(closed._replace(row=row), place)
    elif worker.seen == "taken" and rules.look:
        yield _worker(state, place, at="claimed")
    else:
        yield _idle(_refused(state, n, worker.seen), place)


def _refused(state: State, place: int, seen: str) -> State:
    refused = _change(state, place, state="refused", leased=False)
    if seen == "absent":
        return refused._replace(told_no=state.told_no or place == 0)
    return refused._replace(row=None, told_no=True)


_STEPS: Final = {
    "claimed": _after_claim,
    "looked": _after_look,
    "marked": _after_mark,
    "waiting": lambda *_: iter(()),
    "answered": _after_answer,
}


def _request(change: Change) -> tuple[str, int]:
    if change.kind == "import" and change.step == 0:
        return "POST", change.value
    return ("DELETE", 0) if change.kind == "release" else ("PUT", change.value)


def _sent(state: State, place: int) -> State:
    kind, value = _request(state.changes[state.workers[place].change])
    network = tuple(sorted((*state.network, Request(kind, value, place))))
    return _worker(state._replace(network=network), place, at="waiting")


def _is_mine(state: State, worker: Worker) -> bool:
    change = state.changes[worker.change]
    return change.state == "open" and change.epoch == worker.epoch


def _idle(state: State, place: int) -> State:
    workers = (*state.workers[:place], Worker(), *state.workers[place + 1 :])
    return state._replace(workers=workers)


def _worker(state: State, place: int, /, **values: object) -> State:
    changed = state.workers[place]._replace(**values)  # type: ignore[arg-type]
    workers = (*state.workers[:place], changed, *state.workers[place + 1 :])
    return state._replace(workers=workers)


def _change(state: State, place: int, /, **values: object) -> State:
    changed = state.changes[place]._replace(**values)  # type: ignore[arg-type]
    changes = (*state.changes[:place], changed, *state.changes[place + 1 :])
    return state._replace(changes=changes)
