"""What can be done inside a bubble."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """An action of a region. The upload's ones carry the names that the queue knows."""

    VIEW = "view"
    SAVE = "save"
    FETCH = "fetch"
    PLAY = "play"
    SEEK = "seek"
    SPEED = "speed"
    RETRY = "retry"
    ASK = "ask"
    DETAILS = "details"
    MORE = "more"
    LINK = "link"
    JUMP = "jump"
    COPY_VALUE = "copy_value"
    UPLOAD_CANCEL = "cancel"
    UPLOAD_RETRY = "retry_upload"
    UPLOAD_CHECK = "check"
    UPLOAD_RESEND = "resend"
    UPLOAD_ARRIVED = "arrived"


UPLOAD_ACTIONS = {
    Action.UPLOAD_CANCEL: "cancel",
    Action.UPLOAD_RETRY: "retry",
    Action.UPLOAD_CHECK: "check",
    Action.UPLOAD_RESEND: "resend",
    Action.UPLOAD_ARRIVED: "arrived",
}
"""As `ChatPane.upload_action` says them."""
