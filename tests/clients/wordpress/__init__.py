"""WordPress with its Akismet plugin, as Debian packages them, on a database server of its own."""
