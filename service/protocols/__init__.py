"""The protocols that comments come by: each parses its requests and renders decisions; none knows another."""
