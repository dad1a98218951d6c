"""Panels of the IDE page: each is the glue of one component and the services behind it."""
