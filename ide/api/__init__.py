"""REST: one module for each resource."""
