"""The sandbox: a gateway that plays WhatsApp, a program of its own, for the demo and the journeys.

It imports nothing of the program outside this package and has its own encryptor, so that client and gateway cannot
agree on the same mistake. It binds 127.0.0.1 only. `python -m app.sandbox --help` tells how to start it and how to
make it misbehave. This docstring is the contract that a client is written from.

Start
    The first line of stdout is `{"sandbox":{"url","token","port","seed","pid"}}`; then it serves until SIGINT, SIGTERM,
    Ctrl+C, Ctrl+Break or `POST /control/stop`. The token comes from ACERVO_SANDBOX_TOKEN, or is made.
    With `--state DIR` a gateway that was killed goes on where it was; without it, its folder goes when it stops.

Rules for every call
    `Authorization: Bearer TOKEN` on everything below /v1 and /control, else 401. Bodies and answers are JSON unless
    said otherwise. Every refusal is `{"error":{"code","message","field"?}}`; codes: unauthorized bad_request
    not_on_whatsapp blocked not_connected not_found gone too_large incomplete rate_limited misbehaviour.
    400 names the field; a field that is not in this contract is refused. NUMBER is 6 to 15 digits; it comes to life
    when it is first named. A chat is the canonical digits of a person, `<n>@lid` or `<n>@g.us`. Hashes are base64 of
    SHA-256, instants are whole seconds since 1970. 429 carries Retry-After, in seconds.

One number: /v1/numbers/NUMBER
    GET /status
        {"connected":bool,"number","name"}
    PUT /webhook {"url":URL or null} -> {"webhook":URL}; GET answers the same.
        Each event that no webhook has taken yet is POSTed there alone, in order, retried with growing pauses until a
        2xx comes. A gateway that ends between a POST and its answer delivers that one event again.
    GET /events?after=CURSOR&limit=1..1000&wait_s=0..60 -> {"events":[...],"next":CURSOR}
        The history: every event there ever was. Begin without `after`; `next` is a text. limit is 100 unless given.
        With wait_s an empty answer waits so long for an event.
    GET /contacts/PHONE
        {"exists","phone","lid","name","blocked"}; lid and name may be null. Numbers that end in 0000 do not exist.
        A Brazilian mobile number without its ninth digit is answered with it.
    POST /contacts/PHONE/block {"value":bool} -> {"phone","blocked"}
        What a blocked person sends never arrives.
    POST /messages -> {"message_id","status":"accepted"}
        A text is JSON {"to","type":"text","text","client_ref"?,"reply_to"?}. A media is multipart/form-data: the first
        part is `meta`, JSON {"to","type":image|video|audio|document|sticker,"mime","size","name"?,"caption"?,"voice"?,
        "sha256_b64"?,"client_ref"?,"reply_to"?}, the second and last is `file`.
        Refusals: 400; 403 blocked; 404 not_on_whatsapp; 413 too_large; 429; 503 not_connected.
        The message counts as received once its body is complete and valid (as long as meta.size says, the hash as
        given, the closing boundary seen); it is in the log, on the disk, before the answer leaves. A body that is cut
        short leaves nothing. Two sends with one client_ref are two messages: repetitions are not hidden.
    GET /log -> {"messages":[{"number","message_id","to","type","sha256","size","client_ref","name","caption",
            "reply_to","at","text"?,"mime"?,"voice"?}]}
        Each message ever taken: the oracle of the crash journeys. It never misbehaves. The sha256 and size of a text
        are those of its UTF-8 bytes. Also in DIR/log.ndjson, one line each.
    GET /media/ID -> {"mimetype","direct_path","url","expires"}
        "Ask again": a fresh path; ID is the message's. 404 not_found, 410 gone (the phone no longer has it), 503.

Media host, no token: GET URL + direct_path
    `/v/t62.<class>-24/<token>_n.enc?ccb=11-4&oh=<signature>&oe=<hex seconds>&_nc_sid=5e03e0`, also below /media-host.
    The encrypted body with Content-Length; Range gives 206. 403 wrong signature, 404 unknown, 410 expired or gone.

Events, as delivered and as listed; `seq` counts the events of one number from 1
    {"event":"message","seq","number","id","at","from","from_name","from_lid","to","chat","from_me","from_api","type",
     "text"?,"caption"?,"reply_to"?,"client_ref"?,"media"?:{"mime","name","size","sha256","enc_sha256","media_key",
     "direct_path","url","width","height","seconds","pages","voice","waveform"?,"thumbnail"?}}
    {"event":"status","seq","number","message_id","chat","status","at","error"?:{"code","message"}}
        status is sent, delivered, read or failed
    {"event":"connection","seq","number","connected","at"}
    type is text or a kind of media. Unknown figures are null. waveform is base64 of 64 bytes, thumbnail of a JPEG.
    After a send come an echo (message, from_me and from_api true, client_ref, media with mime, name, size, sha256 and
    voice, the rest null) and then sent, delivered and read. What the phone itself sent has from_api false.

Control, same token
    POST /control/NUMBER/deliver -> {"events":[...]}
        JSON {"from","text",...} or {"from","file_path",...}, or multipart `meta` {"from","file_name",...} and `file`.
        More fields, all optional: name type caption file_name mime voice reply_to chat at count id from_me seconds
        width height pages thumbnail expires_s gone.
    POST /control/NUMBER/populate {"messages","seed"?,"media_dir"?,"days"?,"contacts"?} -> {"messages","media","bytes"}
    POST /control/NUMBER/connection {"connected":bool} -> the event
    GET /control/NUMBER/received/ID -> the plain bytes of a media that was sent
    POST /control/misbehave {"spec"} -> {"spec"}; the grammar is in `app.sandbox.misbehaviour`
    GET /control/stats -> {"numbers":{...},"media","requests":{...},"faults":{...},"spec","seed"}
    POST /control/stop
"""
