"""W-API (w-api.app), an unofficial gateway: one number an instance, media by link or base64, webhooks unsigned."""
