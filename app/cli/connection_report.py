"""Shows what *Test connection* found: number, name, abilities, limits and warnings."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.cli.output import Answer
from app.cli.problems import DONE, FAILED
from app.domain.kinds import MediaKind
from app.domain.limits import Limit, limit_for
from app.texts import _
from app.texts.connection import check_meaning, check_title
from app.texts.reasons import reason_remedy, reason_title
from app.texts.titles import kind_title

if TYPE_CHECKING:
    from app.services.gateway import Abilities, ConnectionReport


def report_answer(provider: str, report: ConnectionReport, abilities: Abilities) -> Answer:
    """Return the answer of `instance test`; exit code 1 where the connection does not work."""
    limits = {kind: limit_for(provider, kind) for kind in MediaKind if kind in abilities.sends}
    payload: dict[str, Any] = {
        "ok": report.ok,
        "number": report.number,
        "name": report.name,
        "abilities": asdict(abilities) | {"sends": sorted(abilities.sends)},
        "limits": {kind.value: _limit_json(limit) for kind, limit in limits.items()},
        "warnings": list(report.warnings),
        "reason": report.reason.value if report.reason else None,
    }
    return Answer(payload, lambda: _view(report, limits), DONE if report.ok else FAILED)


def _limit_json(limit: Limit) -> dict[str, Any]:
    return {"max_bytes": limit.max_bytes, "default_bytes": limit.default_bytes, "mimes": sorted(limit.mimes)}


def _view(report: ConnectionReport, limits: dict[MediaKind, Limit]) -> list[Any]:
    from app.cli.tables import facts, table
    from app.domain.addresses import formatted
    from app.texts.formats import format_bytes

    warnings = [_warning(code) for code in report.warnings]
    if not report.ok:
        reason = report.reason.value if report.reason else ""
        why = [reason_title(reason), reason_remedy(reason)] if reason else []
        return [_("The connection does not work."), *why, *warnings]
    rows = [
        (kind_title(kind), format_bytes(limit.default_bytes), ", ".join(sorted(limit.mimes)) or _("every type"))
        for kind, limit in limits.items()
    ]
    shown: list[Any] = [
        _("The connection works."),
        facts([(_("Number"), formatted(report.number)), (_("Name"), report.name)]),
        table((_("Sends"), _("Up to"), _("Types")), rows, right=(1,)),
    ]
    return shown + warnings


def _warning(code: str) -> str:
    return ". ".join(part for part in (check_title(code), check_meaning(code)) if part)
