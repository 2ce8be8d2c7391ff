"""Instruction documents: whether what a webhook returned is well-formed LaML or SWML.

The verbs of LaML, whose reference calls it cXML today, are those of
https://signalwire.com/docs/compatibility-api/cxml, of August 2026: the ones of voice and of fax,
as a call may be either, and the ones of messaging. What it allows only inside of a verb is none.
The shape of SWML is that of SWMLObject.json in https://github.com/signalwire/docs, in the folder
specs/swml/calling, of the same month.

Nothing of the document is in what is said of it. XML with a DOCTYPE and YAML with an alias are
refused before anything in them is expanded.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final, NamedTuple, cast
from xml.parsers import expat

MAX_DEPTH: Final = 100
_ROOT: Final = "Response"
_VERSION: Final = "1.0.0"
_CALL_VERBS: Final = frozenset({
    "Connect", "Denoise", "Dial", "Echo", "Enqueue", "Gather", "Hangup", "Leave", "Pause", "Pay",
    "Play", "Receive", "Record", "Redirect", "Refer", "Reject", "Say", "Sms", "Start", "Stop",
})  # fmt: skip
_MESSAGE_VERBS: Final = frozenset({"Message", "Redirect"})
_PROPERTIES: Final = frozenset({"version", "sections"})
_METHODS: Final = frozenset({
    "ai", "ai_sidecar", "amazon_bedrock", "answer", "cond", "connect", "denoise", "detect_machine",
    "enter_queue", "execute", "goto", "hangup", "join_conference", "join_room", "label",
    "live_transcribe", "live_translate", "pay", "play", "prompt", "receive_fax", "record",
    "record_call", "request", "return", "send_digits", "send_fax", "send_sms", "set", "sip_refer",
    "sleep", "stop_denoise", "stop_record_call", "stop_stream", "stop_tap", "stream", "switch",
    "tap", "transcribe", "transcribe_stop", "transfer", "unset", "user_event",
})  # fmt: skip


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"


class Finding(NamedTuple):
    """Something about the answer of a URL. The message quotes nothing of it."""

    severity: Severity
    code: str
    message: str


class Language(StrEnum):
    """A language of instructions."""

    CALL_LAML = "call_laml"
    MESSAGE_LAML = "message_laml"
    SWML = "swml"


def findings(document: bytes, language: Language) -> Iterator[Finding]:
    """Yield what is wrong with the document."""
    if not document.strip():
        yield fault("empty_document", "The response has no body, and so no instructions.")
    elif language is Language.SWML:
        yield from _of_swml(document)
    else:
        yield from _of_laml(document, language)


def fault(code: str, message: str) -> Finding:
    """Return a finding that keeps the number from being answered."""
    return Finding(Severity.ERROR, code, message)


def caution(code: str, message: str) -> Finding:
    """Return a finding that may be intended."""
    return Finding(Severity.WARNING, code, message)


class _Refused(Exception):
    """The document is not read any further."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


class _Laml:
    """What an XML parser sees: the root, and the names of the elements below it."""

    def __init__(self) -> None:
        self.root, self.verbs, self._depth = "", list[str](), 0

    def begin(self, name: str, _attributes: object) -> None:
        if self._depth == 0:
            self.root = name
        elif self._depth == 1:
            self.verbs.append(name)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _Refused(fault("not_xml", "The XML is nested too deeply."))

    def end(self, _name: str) -> None:
        self._depth -= 1

    def doctype(self, *_: object) -> None:
        raise _Refused(fault("doctype", "The XML has a DOCTYPE, which LaML must not have."))


def _of_laml(document: bytes, language: Language) -> Iterator[Finding]:
    seen, parser = _Laml(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = seen.begin, seen.end
    parser.StartDoctypeDeclHandler = seen.doctype
    try:
        parser.Parse(document, True)  # noqa: FBT003  # expat's argument
    except _Refused as refused:
        yield refused.finding
        return
    except expat.ExpatError as exc:
        yield fault("not_xml", f"The response is not well-formed XML: see its line {exc.lineno}.")
        return
    if seen.root != _ROOT:
        yield fault("wrong_root", f"The root element of LaML is {_ROOT}.")
        return
    yield from _of_verbs(seen.verbs, language)


def _of_verbs(verbs: list[str], language: Language) -> Iterator[Finding]:
    is_call = language is Language.CALL_LAML
    known = _CALL_VERBS if is_call else _MESSAGE_VERBS
    if not verbs and is_call:
        yield caution("no_instructions", "There is no instruction: the call is ended.")
    for place, verb in enumerate(verbs, 1):
        if verb not in known:
            yield caution("unknown_verb", f"Element {place} is no verb of LaML that is known.")
            return


def _of_swml(document: bytes) -> Iterator[Finding]:
    try:
        script = _loaded(document)
    except _Refused as refused:
        yield refused.finding
        return
    if not isinstance(script, dict):
        yield fault("not_swml", "The response is no JSON or YAML object.")
        return
    yield from _of_script(cast("dict[str, Any]", script))


def _loaded(document: bytes) -> Any:
    """Parse JSON or YAML, which JSON is a part of."""
    import yaml  # for the first SWML that is checked

    depth, loader = 0, getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(document, loader):
            if isinstance(event, yaml.AliasEvent):
                raise _Refused(fault("yaml_alias", "The YAML has an alias, which is not followed."))
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise _Refused(fault("not_swml", "The document is nested too deeply."))
        return yaml.load(document, loader)  # noqa: S506  # a safe loader
    except (yaml.YAMLError, ValueError, TypeError):
        raise _Refused(fault("not_swml", "The response is neither JSON nor YAML.")) from None


def _of_script(script: dict[str, Any]) -> Iterator[Finding]:
    if script.get("version", _VERSION) != _VERSION:
        yield caution("unknown_version", f'The version of SWML that is known is "{_VERSION}".')
    if not script.keys() <= _PROPERTIES:
        yield caution("unknown_property", "SWML has no properties but version and sections.")
    sections: Any = script.get("sections")
    main: Any = cast("dict[str, Any]", sections).get("main") if isinstance(sections, dict) else None
    if not isinstance(main, list):
        yield fault("no_main_section", "SWML begins with the list sections.main.")
    elif not main:
        yield caution("no_instructions", "There is no instruction: the call is ended.")
    else:
        yield from _of_main(main)  # pyright: ignore[reportUnknownArgumentType]


def _of_main(steps: list[Any]) -> Iterator[Finding]:
    """Yield what is wrong with the first instruction that is not as it should be."""
    for place, step in enumerate(steps, 1):
        if isinstance(step, str):
            yield caution("bare_method", f"Instruction {place} is text. Write an object instead.")
            return
        if not isinstance(step, dict) or len(cast("dict[str, Any]", step)) != 1:
            yield fault("bad_instruction", f"Instruction {place} is no method with its parameters.")
            return
        if not _METHODS.issuperset(cast("dict[str, Any]", step)):
            yield caution("unknown_method", f"Instruction {place} is no method that is known.")
            return
