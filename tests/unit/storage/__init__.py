"""Tests of the databases and files at rest."""
