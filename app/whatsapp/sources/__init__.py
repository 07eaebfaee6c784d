"""Where payloads come from: files, webhooks, and later sockets, brokers and history."""
