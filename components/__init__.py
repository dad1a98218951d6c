"""NiceGUI components that know nothing of the product around them."""
