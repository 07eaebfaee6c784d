"""The sandbox gateway (`app.sandbox`) as a provider; it imports nothing of it and speaks its HTTP contract only."""
