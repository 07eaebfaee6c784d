"""Pools, leases and the loop that keeps jobs going."""
