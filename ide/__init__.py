"""What the browser reaches: pages and REST."""
