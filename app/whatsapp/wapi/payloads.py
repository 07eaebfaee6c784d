"""The shapes of W-API's webhook bodies, in the spellings of 2025 and of 2026 (W-API contract, section 4)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from app.whatsapp.fields import (
    Count,
    Degrees,
    Digest,
    Label,
    Link,
    MessageId,
    Moment,
    Preview,
    Scalar,
    Seconds,
    Size,
    Text,
    Waveform,
)
from app.whatsapp.parts import Part


class ChatPart(Part):
    """The conversation."""

    id: Scalar
    name: Label = ""
    profile_picture: Link = ""


class SenderPart(Part):
    """Who wrote it; in 2025 without the LID."""

    id: Scalar = ""
    sender_lid: Text = ""
    profile_picture: Link = ""
    push_name: Label = ""
    verified_biz_name: Label = ""


def _chat() -> Any:
    """Return an absent chat as an empty one, so that the error names `chat.id`."""
    return Field(default_factory=dict, validate_default=True)


class MessageBody(Part):
    """Envelope of `webhookReceived` and `webhookDelivery`."""

    message_id: MessageId
    connected_phone: Scalar = ""
    connected_lid: Text = ""
    from_me: bool | None = None
    chat: ChatPart = _chat()
    sender: SenderPart = SenderPart()
    moment: Moment
    from_api: bool | None = None
    msg_content: dict[str, Any]


class StatusBody(Part):
    """A tick; often without `event`."""

    message_id: MessageId
    chat: ChatPart = _chat()
    status: Scalar
    moment: Moment
    error: Label = ""


class ConnectionBody(Part):
    """`webhookConnected` and `webhookDisconnected`."""

    connected: bool | None = None
    moment: Moment


class DomainPart(Part):
    """`contextInfo.mediaDomainInfo`: the media key a second time."""

    e2_ee_media_key: Any = Field(default=None, alias="e2EeMediaKey")


class ContextPart(Part):
    """`contextInfo`: which message is answered, and the key once more."""

    stanza_id: Label = ""
    media_domain_info: DomainPart = DomainPart()


class ContentPart(Part):
    """What every kind of content may have."""

    context_info: ContextPart = ContextPart()


class MediaPart(ContentPart):
    """`imageMessage`, `videoMessage`, `ptvMessage`, `audioMessage`, `documentMessage`, `stickerMessage`."""

    url: Link = ""
    direct_path: Text = ""
    media_key: Any = None
    mimetype: Text = ""
    file_length: Count = None
    file_sha256: Digest = Field(default=None, alias="fileSha256")
    file_enc_sha256: Digest = Field(default=None, alias="fileEncSha256")
    caption: Text = ""
    file_name: Label = ""
    title: Label = ""
    width: Size = None
    height: Size = None
    seconds: Seconds = None
    page_count: Size = None
    ptt: bool = False
    gif_playback: bool = False
    is_animated: bool = False
    view_once: bool = False
    jpeg_thumbnail: Preview = b""
    waveform: Waveform = b""


class ConversationPart(Part):
    """`conversation`: a text that answers nothing and carries no preview."""

    conversation: Text = ""


class TextPart(ContentPart):
    """`extendedTextMessage` and the answers to buttons and lists."""

    text: Text = ""
    selected_display_text: Text = ""
    title: Text = ""


class KeyPart(Part):
    """Which message is meant."""

    id: MessageId


class ReactionPart(Part):
    """`reactionMessage`; an empty text takes the reaction back."""

    key: KeyPart
    text: Text = ""


class ProtocolPart(Part):
    """`protocolMessage`: deletes, edits, and what devices tell each other."""

    type: Scalar = ""
    key: KeyPart | None = None
    edited_message: dict[str, Any] | None = None


class LocationPart(ContentPart):
    """`locationMessage` and `liveLocationMessage`."""

    degrees_latitude: Degrees = None
    degrees_longitude: Degrees = None
    name: Label = ""
    address: Label = ""
    caption: Text = ""


class ContactPart(ContentPart):
    """`contactMessage`, and each member of `contactsArrayMessage`."""

    display_name: Label = ""
    vcard: Text = ""


class ContactsPart(ContentPart):
    """`contactsArrayMessage`."""

    contacts: tuple[ContactPart, ...] = ()


class OptionPart(Part):
    """One answer that a poll offers."""

    option_name: Label = ""


class PollPart(ContentPart):
    """`pollCreationMessage` and its later versions."""

    name: Text = ""
    options: tuple[OptionPart, ...] = ()
