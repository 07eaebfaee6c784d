"""The first schema of an instance: contacts, messages, media, uploads, payloads and the running counters."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

_STATEMENTS = (
    """CREATE TABLE blob (
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  mime TEXT NOT NULL,
  extension TEXT NOT NULL,
  path TEXT NOT NULL,
  kind TEXT NOT NULL,
  derived INTEGER DEFAULT 0 NOT NULL,
  lease_until REAL,
  lease_owner TEXT,
  width INTEGER,
  height INTEGER,
  duration_s REAL,
  pages INTEGER,
  codec TEXT DEFAULT '' NOT NULL,
  failures TEXT DEFAULT '' NOT NULL,
  PRIMARY KEY (sha256)
) STRICT""",
    "CREATE INDEX blob_underived ON blob (derived) WHERE derived = 0",
    """CREATE TABLE contact (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  address TEXT NOT NULL,
  name TEXT DEFAULT '' NOT NULL,
  name_at INTEGER DEFAULT 0 NOT NULL,
  verified_name TEXT DEFAULT '' NOT NULL,
  verified_at INTEGER DEFAULT 0 NOT NULL,
  picture_url TEXT DEFAULT '' NOT NULL,
  picture_at INTEGER DEFAULT 0 NOT NULL,
  seen INTEGER DEFAULT 0 NOT NULL
) STRICT""",
    """CREATE TABLE counter (
  kind TEXT NOT NULL,
  direction TEXT NOT NULL,
  state TEXT NOT NULL,
  files INTEGER DEFAULT 0 NOT NULL,
  size_bytes INTEGER DEFAULT 0 NOT NULL,
  PRIMARY KEY (kind, direction, state)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE mark (
  provider_id TEXT NOT NULL,
  contact_id INTEGER NOT NULL,
  status TEXT,
  revoked_at INTEGER,
  edited_at INTEGER,
  edited_text TEXT,
  PRIMARY KEY (provider_id, contact_id)
) WITHOUT ROWID, STRICT""",
    "CREATE INDEX mark_of_contact ON mark (contact_id)",
    """CREATE TABLE quarantined (
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  mime TEXT NOT NULL,
  extension TEXT NOT NULL,
  path TEXT NOT NULL,
  PRIMARY KEY (sha256)
) STRICT""",
    """CREATE TABLE raw_event (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  digest BLOB NOT NULL,
  source TEXT NOT NULL,
  body BLOB NOT NULL,
  received_at REAL NOT NULL,
  pending INTEGER NOT NULL,
  problem TEXT DEFAULT '' NOT NULL,
  UNIQUE (digest)
) STRICT""",
    "CREATE INDEX raw_pending ON raw_event (id) WHERE pending = 1",
    "CREATE INDEX raw_problem ON raw_event (id) WHERE problem <> ''",
    """CREATE TABLE setting (
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (name)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE tally (
  name TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (name)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE alias (
  address TEXT NOT NULL,
  contact_id INTEGER NOT NULL,
  PRIMARY KEY (address),
  FOREIGN KEY(contact_id) REFERENCES contact (id)
) WITHOUT ROWID, STRICT""",
    "CREATE INDEX alias_of_contact ON alias (contact_id)",
    """CREATE TABLE chat (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL,
  UNIQUE (contact_id),
  FOREIGN KEY(contact_id) REFERENCES contact (id)
) STRICT""",
    """CREATE TABLE message (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  chat_id INTEGER NOT NULL,
  provider_id TEXT,
  direction TEXT NOT NULL,
  kind TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  sender TEXT DEFAULT '' NOT NULL,
  text TEXT DEFAULT '' NOT NULL,
  reply_to TEXT DEFAULT '' NOT NULL,
  client_ref TEXT DEFAULT '' NOT NULL,
  from_api INTEGER,
  extra TEXT DEFAULT '' NOT NULL,
  status TEXT,
  revoked_at INTEGER,
  edited_at INTEGER,
  edited_text TEXT,
  FOREIGN KEY(chat_id) REFERENCES chat (id)
) STRICT""",
    "CREATE INDEX message_in_chat ON message (chat_id, sent_at)",
    "CREATE UNIQUE INDEX message_key ON message (provider_id, chat_id, direction)",
    """CREATE TABLE media (
  id INTEGER NOT NULL,
  chat_id INTEGER NOT NULL,
  direction TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  problem TEXT,
  sent_at INTEGER NOT NULL,
  name TEXT DEFAULT '' NOT NULL,
  name_key TEXT DEFAULT '' NOT NULL,
  size_bytes INTEGER,
  voice INTEGER DEFAULT 0 NOT NULL,
  sha256 TEXT,
  checks TEXT DEFAULT '' NOT NULL,
  way TEXT DEFAULT '' NOT NULL,
  expires_at INTEGER,
  job INTEGER DEFAULT 0 NOT NULL,
  priority INTEGER DEFAULT 0 NOT NULL,
  attempts INTEGER DEFAULT 0 NOT NULL,
  next_try_at REAL,
  lease_owner TEXT,
  lease_token TEXT,
  lease_until REAL,
  PRIMARY KEY (id),
  FOREIGN KEY(id) REFERENCES message (id),
  FOREIGN KEY(chat_id) REFERENCES chat (id)
) STRICT""",
    "CREATE INDEX media_by_name ON media (kind, name_key, id, state, direction)",
    "CREATE INDEX media_by_size ON media (kind, coalesce(size_bytes, -1), id, state, direction)",
    "CREATE INDEX media_deferred ON media (next_try_at) WHERE job = 2",
    "CREATE INDEX media_due ON media (sent_at, id) WHERE job = 1",
    "CREATE INDEX media_due_expiring ON media (expires_at, id) WHERE job = 1 AND expires_at IS NOT NULL",
    "CREATE INDEX media_due_preferred ON media (priority) WHERE job = 1 AND priority > 0",
    "CREATE INDEX media_leased ON media (lease_owner) WHERE job = 3",
    "CREATE INDEX media_newest ON media (sent_at, id, kind, state, direction)",
    "CREATE INDEX media_of_blob ON media (sha256) WHERE sha256 IS NOT NULL",
    "CREATE INDEX media_of_chat ON media (chat_id, sent_at, id, kind, state, direction)",
    "CREATE INDEX media_of_kind ON media (kind, sent_at, id, state, direction)",
    "CREATE INDEX media_of_state ON media (state, sent_at, id, kind, direction)",
    """CREATE TABLE raw_waiting (
  message_id INTEGER NOT NULL,
  raw_id INTEGER NOT NULL,
  PRIMARY KEY (message_id, raw_id),
  FOREIGN KEY(message_id) REFERENCES message (id),
  FOREIGN KEY(raw_id) REFERENCES raw_event (id)
) WITHOUT ROWID, STRICT""",
    "CREATE INDEX raw_waiting_for ON raw_waiting (raw_id)",
    """CREATE TABLE upload (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  message_id INTEGER NOT NULL,
  chat_id INTEGER NOT NULL,
  to_address TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  mime TEXT DEFAULT '' NOT NULL,
  converted TEXT DEFAULT '' NOT NULL,
  client_ref TEXT NOT NULL,
  attempts INTEGER DEFAULT 0 NOT NULL,
  next_try_at REAL,
  sending_at REAL,
  created_at REAL NOT NULL,
  cancel_wanted INTEGER DEFAULT 0 NOT NULL,
  lease_owner TEXT,
  lease_token TEXT,
  lease_until REAL,
  UNIQUE (message_id),
  FOREIGN KEY(message_id) REFERENCES message (id),
  FOREIGN KEY(chat_id) REFERENCES chat (id),
  UNIQUE (client_ref)
) STRICT""",
    "CREATE INDEX upload_of_chat ON upload (chat_id, id)",
    "CREATE INDEX upload_open ON upload (chat_id, id, state)"
    " WHERE state IN ('queued', 'preparing', 'uploading', 'sending', 'waiting')",
    "CREATE INDEX upload_unconfirmed ON upload (chat_id) WHERE state = 'unconfirmed'",
    """CREATE TABLE source (
  media_id INTEGER NOT NULL,
  mime TEXT DEFAULT '' NOT NULL,
  media_key BLOB,
  key_info TEXT,
  direct_path TEXT DEFAULT '' NOT NULL,
  direct_path_until INTEGER,
  url TEXT DEFAULT '' NOT NULL,
  url_until INTEGER,
  provider_ref TEXT DEFAULT '' NOT NULL,
  plain_sha256 BLOB,
  cipher_sha256 BLOB,
  length INTEGER,
  width INTEGER,
  height INTEGER,
  duration_s REAL,
  pages INTEGER,
  animated INTEGER DEFAULT 0 NOT NULL,
  view_once INTEGER DEFAULT 0 NOT NULL,
  waveform BLOB,
  preview BLOB,
  PRIMARY KEY (media_id),
  FOREIGN KEY(media_id) REFERENCES media (id)
) STRICT""",
    """CREATE TRIGGER media_counted AFTER INSERT ON media BEGIN
  INSERT INTO counter (kind, direction, state, files, size_bytes)
  VALUES (new.kind, new.direction, new.state, 1, coalesce(new.size_bytes, 0))
  ON CONFLICT (kind, direction, state)
  DO UPDATE SET files = files + 1, size_bytes = size_bytes + excluded.size_bytes;
END""",
    """CREATE TRIGGER media_uncounted AFTER DELETE ON media BEGIN
  UPDATE counter SET files = files - 1, size_bytes = size_bytes - coalesce(old.size_bytes, 0)
  WHERE kind = old.kind AND direction = old.direction AND state = old.state;
END""",
    """CREATE TRIGGER media_recounted AFTER UPDATE OF kind, direction, state, size_bytes ON media
  WHEN old.kind <> new.kind OR old.direction <> new.direction OR old.state <> new.state
  OR old.size_bytes IS NOT new.size_bytes BEGIN
  UPDATE counter SET files = files - 1, size_bytes = size_bytes - coalesce(old.size_bytes, 0)
  WHERE kind = old.kind AND direction = old.direction AND state = old.state;
  INSERT INTO counter (kind, direction, state, files, size_bytes)
  VALUES (new.kind, new.direction, new.state, 1, coalesce(new.size_bytes, 0))
  ON CONFLICT (kind, direction, state)
  DO UPDATE SET files = files + 1, size_bytes = size_bytes + excluded.size_bytes;
END""",
    """CREATE TRIGGER message_counted AFTER INSERT ON message BEGIN
  UPDATE tally SET number = number + 1 WHERE name = 'messages';
END""",
    """CREATE TRIGGER message_uncounted AFTER DELETE ON message BEGIN
  UPDATE tally SET number = number + -1 WHERE name = 'messages';
END""",
    """CREATE TRIGGER chat_counted AFTER INSERT ON chat BEGIN
  UPDATE tally SET number = number + 1 WHERE name = 'chats';
END""",
    """CREATE TRIGGER chat_uncounted AFTER DELETE ON chat BEGIN
  UPDATE tally SET number = number + -1 WHERE name = 'chats';
END""",
    """CREATE TRIGGER contact_counted AFTER INSERT ON contact WHEN new.seen = 1 BEGIN
  UPDATE tally SET number = number + 1 WHERE name = 'contacts';
END""",
    """CREATE TRIGGER contact_uncounted AFTER DELETE ON contact WHEN old.seen = 1 BEGIN
  UPDATE tally SET number = number + -1 WHERE name = 'contacts';
END""",
    """CREATE TRIGGER contact_recounted AFTER UPDATE OF seen ON contact WHEN old.seen <> new.seen BEGIN
  UPDATE tally SET number = number + new.seen - old.seen WHERE name = 'contacts';
END""",
    "INSERT INTO tally (name, number) VALUES ('chats', 0)",
    "INSERT INTO tally (name, number) VALUES ('contacts', 0)",
    "INSERT INTO tally (name, number) VALUES ('messages', 0)",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
