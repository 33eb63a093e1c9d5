"""The commands of `copydesk`, a module each, imported when the command is given."""
