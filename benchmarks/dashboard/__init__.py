"""A company of 100,000 units for bin/bench dashboards, and what is asked of it."""
