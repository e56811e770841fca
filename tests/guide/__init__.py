"""Runs the commands of the guide for real: ``bin/test --guide``."""
