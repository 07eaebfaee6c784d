"""The contact at the right of a chat: who it is, what came and went, the latest media."""
