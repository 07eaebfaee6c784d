"""The demo: a throw-away data folder, a gateway that plays WhatsApp, invented customers who write and send files."""
